#include "engine/profile_file.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <toml++/toml.h>

#include "base/utf8.h"
#include "engine/profile_keys.h"

namespace offline::engine {
namespace {

using base::Code;
using base::failure;
using base::Result;
using model::Profile;

constexpr std::size_t longest_file = 1 << 20;
constexpr std::size_t longest_name = 128;

base::Failure invalid(const std::filesystem::path& file, const toml::source_position& where,
                      std::string_view what) {
    std::ostringstream line;
    line << file.native() << ':' << where.line << ':' << where.column << ": " << what;
    return failure(Code::profile_invalid, line.str());
}

Result<std::string> read_text(const std::filesystem::path& file) {
    const auto refuse = [&](std::string_view what) {
        return failure(Code::profile_invalid, file.native() + ":1:1: " + std::string(what));
    };
    const auto refuse_errno = [&](int error) {
        return failure(error == EACCES || error == EPERM ? Code::no_permission
                       : error == ENOENT                 ? Code::not_found
                                                         : Code::unexpected,
                       file.native() + " cannot be read: " + std::strerror(error) +
                           "; make it readable, or remove it");
    };
    // O_NONBLOCK: a FIFO of that name must not hold the program up.
    const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return refuse_errno(errno);

    const struct Closer {
        int descriptor;

        ~Closer() { close(descriptor); }
    } closer{descriptor};

    struct stat status {};

    if (fstat(descriptor, &status) != 0)
        return refuse_errno(errno);
    if (!S_ISREG(status.st_mode))
        return refuse("this is no file; expected a profile in TOML");

    std::string text(longest_file + 1, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const auto count = read(descriptor, text.data() + length, text.size() - length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return refuse_errno(errno);
        if (count == 0)
            break;
        length += static_cast<std::size_t>(count);
    }
    if (length > longest_file)
        return refuse("the file is too long; expected at most 1 MiB");
    text.resize(length);
    return text;
}

} // namespace

Result<void> check_profile_name(std::string_view name) {
    const auto control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    if (name.empty())
        return failure(Code::usage, "the name is empty; name the profile");
    if (name == "-")
        return failure(Code::usage, "\"-\" stands for a profile without a name; choose another one");
    if (name.size() > longest_name)
        return failure(Code::usage, "the name is longer than 128 bytes; choose a shorter one");
    if (base::sound_utf8(name) != name)
        return failure(Code::usage, "the name is not UTF-8; write it in UTF-8");
    if (std::ranges::any_of(name, control))
        return failure(Code::usage, "the name has a control character in it; leave it out");
    return {};
}

Result<Profile> parse_profile(std::string_view text, const std::filesystem::path& file) {
    toml::table root;
    try {
        root = toml::parse(text);
    } catch (const toml::parse_error& error) {
        return invalid(file, error.source().begin, std::string(error.description()) + "; expected TOML 1.0");
    }
    Profile profile;
    if (const auto complaint = read_profile_keys(root, profile))
        return invalid(file, complaint->where, complaint->what);
    if (profile.endpoints.empty())
        return invalid(file, {1, 1}, "there are no endpoints; expected endpoints = [\"imaps://HOST\"]");
    if (profile.name.empty()) {
        profile.name = file.stem().native();
        if (const auto fit = check_profile_name(profile.name); !fit)
            return invalid(file, {1, 1}, fit.error().what + " by name = \"…\"");
    }
    return profile;
}

Result<Profile> read_profile(const std::filesystem::path& file) {
    const auto text = read_text(file);
    if (!text)
        return text.error();
    return parse_profile(*text, file);
}

} // namespace offline::engine
