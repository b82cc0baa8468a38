#include "base/upper_case.h"

#include <windows.h>

namespace offline::base {

char32_t upper_case(char32_t code_point) {
    if (code_point > 0xFFFF)
        return code_point; // Windows compares names by units of UTF-16
    const auto small = static_cast<wchar_t>(code_point);
    wchar_t large = small;
    ::LCMapStringEx(LOCALE_NAME_INVARIANT, LCMAP_UPPERCASE, &small, 1, &large, 1, nullptr, nullptr, 0);
    return large;
}

} // namespace offline::base
