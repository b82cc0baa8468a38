#pragma once

namespace offline::base {

/// The one code point that is this one in upper case, as Windows compares names; itself where there is none.
char32_t upper_case(char32_t code_point);

} // namespace offline::base
