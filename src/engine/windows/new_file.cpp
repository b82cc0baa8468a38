#include "engine/new_file.h"

#include <atomic>
#include <string>

#include <windows.h>

namespace offline::engine {
namespace {

using std::filesystem::path;

std::error_code last_error() { return {static_cast<int>(::GetLastError()), std::system_category()}; }

// Two processes, and two threads of one, take different names.
path name_beside(const path& file) {
    static std::atomic<unsigned> count{0};
    return file.parent_path() /
           (".new-" + std::to_string(::GetCurrentProcessId()) + "-" + std::to_string(count.fetch_add(1)));
}

std::error_code write_whole(const path& file, std::string_view text) {
    const HANDLE handle =
        ::CreateFileW(file.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE)
        return last_error();
    DWORD written = 0;
    std::error_code error;
    if (!::WriteFile(handle, text.data(), static_cast<DWORD>(text.size()), &written, nullptr) ||
        !::FlushFileBuffers(handle))
        error = last_error();
    ::CloseHandle(handle);
    return error;
}

std::error_code write_by(const path& file, std::string_view text, DWORD how) {
    const path beside = name_beside(file);
    std::error_code error = write_whole(beside, text);
    if (!error && !::MoveFileExW(beside.c_str(), file.c_str(), how))
        error = last_error();
    if (error)
        ::DeleteFileW(beside.c_str());
    return error;
}

} // namespace

// What is below %APPDATA% is the user's alone by inheritance.
std::error_code make_folders(const path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    return error;
}

std::error_code write_new_file(const path& file, std::string_view text) {
    const auto error = write_by(file, text, MOVEFILE_WRITE_THROUGH);
    return error == std::error_code(ERROR_ALREADY_EXISTS, std::system_category())
               ? std::make_error_code(std::errc::file_exists)
               : error;
}

std::error_code replace_file(const path& file, std::string_view text) {
    return write_by(file, text, MOVEFILE_WRITE_THROUGH | MOVEFILE_REPLACE_EXISTING);
}

// MoveFileEx has written the folder through; Windows has no other way to ask for it.
std::error_code sync_folder(const path&) { return {}; }

} // namespace offline::engine
