#include "engine/file_text.h"

#include <cstddef>
#include <fstream>
#include <string_view>
#include <system_error>

namespace offline::engine {
namespace {

using base::Code;
using base::failure;

constexpr std::size_t longest_file = 1 << 20;

Code code_of(const std::error_code& error) {
    if (error == std::errc::permission_denied)
        return Code::no_permission;
    return error == std::errc::no_such_file_or_directory ? Code::not_found : Code::unexpected;
}

} // namespace

base::Result<std::string> read_text(const std::filesystem::path& file) {
    const auto refuse = [&](std::string_view what) {
        return failure(Code::profile_invalid, file.string() + ":1:1: " + std::string(what));
    };
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status))
        return failure(error ? code_of(error) : Code::not_found,
                       file.string() + " cannot be read: there is no such file");
    if (!std::filesystem::is_regular_file(status))
        return refuse("this is no file; expected a profile in TOML");

    std::string text(longest_file + 1, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.is_open() || stream.bad())
        return failure(Code::no_permission,
                       file.string() + " cannot be read; make it readable, or remove it");
    if (stream.gcount() > static_cast<std::streamsize>(longest_file))
        return refuse("the file is too long; expected at most 1 MiB");
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

} // namespace offline::engine
