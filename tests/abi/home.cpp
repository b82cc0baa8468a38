#include "abi/home.h"

#include <cstdlib>
#include <fstream>
#include <random>
#include <system_error>

namespace offline::abi {
namespace {

std::filesystem::path log_file;

void set_variable(const char* name, const std::string& value) {
#ifdef _WIN32
    ::_putenv_s(name, value.c_str());
#else
    ::setenv(name, value.c_str(), 1);
#endif
}

std::filesystem::path new_folder() {
    std::random_device random;
    for (;;) {
        auto folder = std::filesystem::temp_directory_path() / ("offlined-abi-" + std::to_string(random()));
        if (std::filesystem::create_directory(folder))
            return folder;
    }
}

} // namespace

Home::Home() : folder_(new_folder()) {
    log_file = folder_ / "log";
    for (const auto* name : {"XDG_CONFIG_HOME", "APPDATA"})
        set_variable(name, folder_.string());
    set_variable("MAPIOFFLINE_LOG", log_file.string());
}

Home::~Home() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::streamoff Home::end_of_log() {
    std::ifstream file(log_file, std::ios::ate);
    return file ? static_cast<std::streamoff>(file.tellg()) : 0;
}

std::vector<std::string> Home::log_since(std::streamoff end) {
    constexpr std::string_view level = "[warning] ";
    std::ifstream file(log_file);
    file.seekg(end);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        const auto at = line.find(level);
        lines.push_back(at == std::string::npos ? line : line.substr(at + level.size()));
    }
    return lines;
}

} // namespace offline::abi
