#include "com/home.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace offline::clients {
namespace {

Home* one = nullptr;

// Where a daemon judges, it has the same profiles.
std::filesystem::path home_of(const servers::TempFolder& folder) {
    const char* const shared = std::getenv("OFFLINED_TEST_HOME");
    return shared ? std::filesystem::path(shared) : folder.path();
}

std::filesystem::path log_file(const servers::TempFolder& folder) { return home_of(folder) / "log"; }

} // namespace

Home::Home() {
    one = this;
    const auto home = home_of(folder_);
    std::filesystem::create_directories(home / "offlined" / "profiles");
    ::setenv("XDG_CONFIG_HOME", home.c_str(), 1);
    ::setenv("MAPIOFFLINE_LOG", log_file(folder_).c_str(), 1);
}

Home::~Home() { one = nullptr; }

void Home::profile(const std::string& file_name, std::string_view toml) {
    std::ofstream(home_of(one->folder_) / "offlined" / "profiles" / file_name) << toml;
}

std::size_t Home::size_of_log() {
    std::error_code there_is_none_yet;
    const auto size = std::filesystem::file_size(log_file(one->folder_), there_is_none_yet);
    return there_is_none_yet ? 0 : size;
}

std::string Home::log(std::size_t but_the_first) {
    std::ifstream file(log_file(one->folder_));
    file.seekg(static_cast<std::streamoff>(but_the_first));
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace offline::clients
