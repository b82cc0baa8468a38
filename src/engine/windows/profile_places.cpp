#include "engine/profile_places.h"

#include <algorithm>
#include <array>
#include <string>

#include <windows.h>

namespace offline::engine {
namespace {

using namespace std::string_view_literals;
using std::filesystem::path;

// Where the variable is missing there is no such folder, and nothing is looked for in the folder that the
// program is in.
path below(const wchar_t* variable) {
    std::wstring folder(32767, L'\0'); // the longest that Windows allows
    folder.resize(::GetEnvironmentVariableW(variable, folder.data(), static_cast<DWORD>(folder.size())));
    return folder.empty() ? path() : path(folder) / "offlined" / "profiles";
}

char large(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

bool is_spelt(std::string_view name, std::string_view device) {
    return std::ranges::equal(name, device, {}, large);
}

} // namespace

path own_profiles() { return below(L"APPDATA"); }

path kept_state() { return own_profiles().parent_path(); }

std::string_view variable_of_own_profiles() noexcept { return "APPDATA"; }

path system_wide_profiles() { return below(L"ProgramData"); }

bool may_stand_in_a_file_name(char character) noexcept {
    constexpr std::string_view never = "/\\<>:\"|?*";
    return never.find(character) == std::string_view::npos;
}

// Windows looks no further than the first dot, and not at spaces before it.
bool is_a_device(std::string_view name) noexcept {
    constexpr std::array alone = {"CON"sv, "PRN"sv, "AUX"sv, "NUL"sv, "CONIN$"sv, "CONOUT$"sv};
    constexpr std::array numbered = {"COM"sv, "LPT"sv};
    constexpr std::array numbers = {"0"sv, "1"sv, "2"sv, "3"sv, "4"sv, "5"sv, "6"sv,
                                    "7"sv, "8"sv, "9"sv, "¹"sv, "²"sv, "³"sv};
    name = name.substr(0, name.find('.'));
    name = name.substr(0, name.find_last_not_of(' ') + 1);
    const auto begin = name.substr(0, 3);
    const auto number = name.substr(begin.size());
    return std::ranges::any_of(alone, [&](auto device) { return is_spelt(name, device); }) ||
           (std::ranges::any_of(numbered, [&](auto device) { return is_spelt(begin, device); }) &&
            std::ranges::find(numbers, number) != numbers.end());
}

} // namespace offline::engine
