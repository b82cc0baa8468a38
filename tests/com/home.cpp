#include "com/home.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace offline::clients {
namespace {

Home* one = nullptr;

std::filesystem::path log_file(const servers::TempFolder& folder) { return folder.path() / "log"; }

} // namespace

Home::Home() {
    one = this;
    std::filesystem::create_directories(folder_.path() / "offlined" / "profiles");
    ::setenv("XDG_CONFIG_HOME", folder_.path().c_str(), 1);
    ::setenv("MAPIOFFLINE_LOG", log_file(folder_).c_str(), 1);
}

Home::~Home() { one = nullptr; }

void Home::profile(const std::string& file_name, std::string_view toml) {
    one->folder_.write("offlined/profiles/" + file_name, toml);
}

std::string Home::log() {
    std::ifstream file(log_file(one->folder_));
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace offline::clients
