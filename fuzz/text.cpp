// Text from outside: names, durations, and what servers say.
#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "base/duration.h"
#include "base/utf8.h"
#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "fuzz/target.h"
#include "probes/words.h"

namespace offline::fuzz {
namespace {

std::wstring wide_of(std::string_view text) {
    std::wstring wide(text.size() / sizeof(wchar_t), L'\0');
    std::memcpy(wide.data(), text.data(), wide.size() * sizeof(wchar_t));
    return wide;
}

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7F; }

bool is_sound(std::string_view text) { return base::sound_utf8(text) == text; }

void try_unicode(std::string_view text) {
    demand(is_sound(base::sound_utf8(text)), "what was made sound is sound");
    const auto upper = base::fold_case(text);
    demand(base::fold_case(upper) == upper, "the upper case of upper case is itself");
    demand(!is_sound(text) || is_sound(upper), "a sound name has a sound key");
    if (const auto utf8 = base::to_utf8(wide_of(text)))
        demand(is_sound(*utf8) && utf8->find('\0') == std::string::npos, "a wide string becomes sound UTF-8");
}

void try_durations(std::string_view text) {
    const auto duration = base::parse_duration(text);
    if (!duration)
        return;
    demand(*duration >= base::Duration::zero(), "no duration is negative");
    const auto again = base::parse_duration(base::print_duration(*duration));
    demand(again && *again == *duration, "a duration is printed as it is read");
    demand(!base::humane(*duration).empty(), "a duration has a humane form");
}

void try_words(std::string_view text) {
    constexpr std::size_t longest = 120 + 4 + 3; // a last code point, and "…"
    const auto words = probes::printable(text);
    demand(is_sound(words) && words.size() <= longest, "a stranger's words are short and sound");
    demand(std::ranges::none_of(words, is_control), "a stranger's words have no control character");
    const auto half = text.substr(0, text.size() / 2);
    demand(probes::begins(text, half), "a text begins with its beginning");
    demand(half.empty() || probes::mentions(text, half), "a text mentions its beginning");
    demand(probes::may_become(half, text), "the beginning of a text may become the text");
}

} // namespace
} // namespace offline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = offline::fuzz::Bytes(data, size).text();
    offline::fuzz::try_unicode(text);
    offline::fuzz::try_durations(text);
    offline::fuzz::try_words(text);
    return 0;
}
