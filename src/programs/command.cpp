#include "programs/command.h"

#include <cstdlib>
#include <sstream>

#include <unistd.h>

namespace offline::programs {
namespace {

using std::filesystem::path;

bool can_be_run(const path& file) {
    std::error_code failed;
    return std::filesystem::is_regular_file(file, failed) && ::access(file.c_str(), X_OK) == 0;
}

} // namespace

base::Result<path> find_program(std::string_view name) {
    const auto refuse = [&](const std::string& why) {
        return base::failure(base::Code::usage, "\"" + std::string(name) + "\" " + why);
    };
    if (name.find('/') != std::string_view::npos)
        return can_be_run(name) ? base::Result<path>(name)
                                : refuse("is no program that can be run; name another one");
    const char* const folders = std::getenv("PATH");
    std::istringstream all(folders != nullptr ? folders : "/usr/local/bin:/usr/bin:/bin");
    for (std::string folder; !name.empty() && std::getline(all, folder, ':');)
        if (auto file = path(folder.empty() ? "." : folder) / name; can_be_run(file))
            return file;
    return refuse("is in no folder of PATH; name its whole path");
}

} // namespace offline::programs
