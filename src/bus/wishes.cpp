#include "bus/wishes.h"

#include <optional>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "engine/file_text.h"
#include "engine/new_file.h"
#include "model/profile.h"

namespace offline::bus {
namespace {

using base::Code;
using base::failure;

constexpr std::size_t longest_file = 1 << 20; // more is not read

std::string quoted(const std::string& text) {
    std::ostringstream out;
    out << toml::toml_formatter(toml::value<std::string>(text),
                                toml::toml_formatter::default_flags &
                                    ~toml::format_flags::allow_literal_strings);
    return out.str();
}

/// The names under `offline`; nothing where that is not what the file holds.
std::optional<std::vector<std::string>> parse(const std::string& text) {
    toml::table root;
    try {
        root = toml::parse(text);
    } catch (const toml::parse_error&) {
        return std::nullopt;
    }
    const auto* names = root["offline"].as_array();
    if (!names)
        return std::nullopt;
    std::vector<std::string> all;
    for (const auto& each : *names) {
        const auto* name = each.as_string();
        if (!name)
            return std::nullopt;
        all.push_back(name->get());
    }
    return all;
}

} // namespace

base::Result<void> Wishes::load() {
    const auto text = engine::read_text(file_);
    if (!text && text.error().code == Code::not_found)
        return {};
    if (const auto names = text ? parse(*text) : std::nullopt) {
        for (const auto& name : *names)
            offline_.emplace(model::name_key(name), name);
        return {};
    }
    const auto aside = file_.string() + ".damaged";
    std::error_code failed;
    std::filesystem::rename(file_, aside, failed);
    return failure(Code::unexpected, file_.string() +
                                         " is damaged: the wishes in it are lost, and each profile is wished "
                                         "online; what is left of it is in " +
                                         (failed ? "its place" : aside));
}

State Wishes::of(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    return offline_.contains(model::name_key(name)) ? State::offline : State::online;
}

base::Result<void> Wishes::keep(std::string_view name, const std::function<State()>& wished) {
    const std::lock_guard one_at_a_time(writing_);
    auto now = offline_;
    const auto key = model::name_key(name);
    if (wished() == State::offline)
        now.try_emplace(key, name);
    else
        now.erase(key);
    if (now == offline_)
        return {};
    if (auto written = write(now); !written)
        return written; // the next one tries again
    const std::lock_guard lock(mutex_);
    offline_ = std::move(now);
    return {};
}

base::Result<void> Wishes::write(const Names& offline) const {
    const auto now = text(offline);
    if (now.size() > longest_file)
        return failure(Code::limit_reached,
                       "the wish holds until the daemon ends: too many are kept already");
    auto error = engine::make_folders(file_.parent_path());
    if (!error)
        error = engine::replace_file(file_, now);
    if (!error)
        return {};
    return failure(Code::unexpected, "the wish holds until the daemon ends: " + file_.string() +
                                         " cannot be written: " + error.message());
}

std::string Wishes::text(const Names& offline) {
    std::string text = "# Profiles that somebody wished offline. The daemon keeps this file.\noffline = [\n";
    for (const auto& [key, name] : offline)
        text += "    " + quoted(name) + ",\n";
    return text + "]\n";
}

} // namespace offline::bus
