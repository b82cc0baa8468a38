#include "com/log_file.h"

#include <string>

#include <windows.h>

namespace offline::com {
namespace {

std::wstring environment(const wchar_t* variable) {
    std::wstring value(32767, L'\0'); // the longest that Windows allows
    value.resize(::GetEnvironmentVariableW(variable, value.data(), static_cast<DWORD>(value.size())));
    return value;
}

std::intptr_t number(HANDLE handle) { return reinterpret_cast<std::intptr_t>(handle); }

} // namespace

std::optional<LogFile> LogFile::open() {
    const auto where = environment(L"MAPIOFFLINE_LOG");
    if (where.empty())
        return std::nullopt;
    const HANDLE file = where == L"stderr"
                            ? ::GetStdHandle(STD_ERROR_HANDLE)
                            : ::CreateFileW(where.c_str(), FILE_APPEND_DATA,
                                            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                            OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE || file == nullptr)
        return std::nullopt;
    return LogFile(number(file));
}

void LogFile::append(std::string_view line) const noexcept {
    DWORD written = 0;
    ::WriteFile(reinterpret_cast<HANDLE>(handle_), line.data(), static_cast<DWORD>(line.size()), &written,
                nullptr);
}

} // namespace offline::com
