#pragma once

namespace offline::fuzz {

/// Ends the process where a promise does not hold for this input: fuzzer and replay name the input then.
void demand(bool holds, const char* promise);

} // namespace offline::fuzz
