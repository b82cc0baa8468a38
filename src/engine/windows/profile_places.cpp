#include "engine/profile_places.h"

#include <string>

#include <windows.h>

namespace offline::engine {
namespace {

using std::filesystem::path;

// Where the variable is missing there is no such folder, and nothing is looked for in the folder that the
// program is in.
path below(const wchar_t* variable) {
    std::wstring folder(32767, L'\0'); // the longest that Windows allows
    folder.resize(::GetEnvironmentVariableW(variable, folder.data(), static_cast<DWORD>(folder.size())));
    return folder.empty() ? path() : path(folder) / "offlined" / "profiles";
}

} // namespace

path own_profiles() { return below(L"APPDATA"); }

std::string_view variable_of_own_profiles() noexcept { return "APPDATA"; }

path system_wide_profiles() { return below(L"ProgramData"); }

bool may_stand_in_a_file_name(char character) noexcept {
    constexpr std::string_view never = "/\\<>:\"|?*";
    return never.find(character) == std::string_view::npos;
}

} // namespace offline::engine
