#include "base/upper_case.h"

#include <cwctype>
#include <locale.h>

namespace offline::base {
namespace {

// The C library's own Unicode tables, without touching the locale of the process.
locale_t unicode() {
    static const locale_t tables = newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
    return tables;
}

// Letters that the C library takes for others in upper case, and Windows does not: dotless i, long s, micro
// sign.
constexpr bool stands_alone(char32_t c) { return c == 0x131 || c == 0x17F || c == 0xB5; }

} // namespace

char32_t upper_case(char32_t code_point) {
    if (stands_alone(code_point) || !unicode())
        return code_point;
    return static_cast<char32_t>(towupper_l(static_cast<wint_t>(code_point), unicode()));
}

} // namespace offline::base
