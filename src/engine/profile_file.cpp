#include "engine/profile_file.h"

#include <algorithm>
#include <cstddef>
#include <sstream>

#include <toml++/toml.h>

#include "base/utf8.h"
#include "engine/file_text.h"
#include "engine/profile_keys.h"

namespace offline::engine {
namespace {

using base::Code;
using base::failure;
using base::Result;
using model::Profile;

constexpr std::size_t longest_name = 128;

base::Failure invalid(const std::filesystem::path& file, const toml::source_position& where,
                      std::string_view what) {
    std::ostringstream line;
    line << file.string() << ':' << where.line << ':' << where.column << ": " << what;
    return failure(Code::profile_invalid, line.str());
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
        profile.name = file.stem().string();
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
