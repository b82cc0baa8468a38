#include "engine/profile_keys.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <sstream>

#include "base/duration.h"
#include "engine/profile_file.h"

namespace offline::engine {
namespace {

using model::Profile;
using namespace std::chrono_literals;

constexpr std::size_t most_endpoints = 1000;
constexpr std::size_t most_words = 100; // of a hook
constexpr std::size_t longest_word = 4096;

using Verdict = std::optional<Complaint>;

/// A key that a table may have, and how its value reaches the profile.
struct Key {
    std::string_view name;
    Verdict (*read)(const toml::node&, Profile&);
};

Verdict complain(const toml::node& node, std::string what) {
    return Complaint{node.source().begin, std::move(what)};
}

Verdict wrong_type(std::string_view name, const toml::node& node, std::string_view expected) {
    std::ostringstream what;
    what << name << " is of type " << node.type() << "; expected " << expected;
    return complain(node, what.str());
}

struct Range {
    base::Duration least;
    base::Duration most;
    bool zero_too = false;
};

Verdict read_duration(std::string_view name, const toml::node& node, Range range, base::Duration& into) {
    const auto text = node.value_exact<std::string>();
    if (range.zero_too && node.value_exact<std::int64_t>() == 0) {
        into = base::Duration::zero();
        return std::nullopt;
    }
    if (!text)
        return wrong_type(name, node,
                          "a duration as a string, such as \"500ms\", \"5s\", \"2min\" or \"1h\"");
    const auto duration = base::parse_duration(*text);
    if (!duration)
        return complain(node, std::string(name) + ": " + duration.error().what);
    const bool zero = range.zero_too && *duration == base::Duration::zero();
    if (!zero && (*duration < range.least || *duration > range.most))
        return complain(node, std::string(name) + " is " + *text + "; expected " +
                                  (range.zero_too ? "0s, or " : "") + base::print_duration(range.least) +
                                  " to " + base::print_duration(range.most));
    into = *duration;
    return std::nullopt;
}

Verdict read_bool(std::string_view name, const toml::node& node, bool& into) {
    const auto value = node.value_exact<bool>();
    if (!value)
        return wrong_type(name, node, "true or false");
    into = *value;
    return std::nullopt;
}

Verdict read_keys(const toml::table& table, std::string_view title, std::span<const Key> keys,
                  Profile& into) {
    for (const auto& [key, node] : table) {
        const auto known = std::ranges::find(keys, key.str(), &Key::name);
        if (known == keys.end()) {
            std::string names;
            for (const auto& each : keys)
                names += (names.empty() ? "" : ", ") + std::string(each.name);
            return Complaint{key.source().begin, "unknown key " + std::string(key.str()) +
                                                     std::string(title) + "; expected one of " + names};
        }
        if (auto complaint = known->read(node, into))
            return complaint;
    }
    return std::nullopt;
}

constexpr Range intervals{100ms, 240h, true};
constexpr Range timeouts{10ms, 1h};
constexpr Range retries{10ms, 240h};
constexpr Range settles{0s, 24h};
constexpr Range hook_times{10ms, 24h};
constexpr std::int64_t most_strikes = 100;

Verdict read_strikes(const toml::node& node, Profile& profile) {
    const auto count = node.value_exact<std::int64_t>();
    if (!count)
        return wrong_type("strikes", node, "a number from 1 to 100");
    if (*count < 1 || *count > most_strikes)
        return complain(node, "strikes is " + std::to_string(*count) + "; expected a number from 1 to 100");
    profile.probe.strikes = static_cast<std::uint32_t>(*count);
    return std::nullopt;
}

constexpr auto probe_keys = std::to_array<Key>({
    {"interval", [](const toml::node& node,
                    Profile& p) { return read_duration("interval", node, intervals, p.probe.interval); }},
    {"timeout", [](const toml::node& node,
                   Profile& p) { return read_duration("timeout", node, timeouts, p.probe.timeout); }},
    {"strikes", read_strikes},
    {"retry",
     [](const toml::node& node, Profile& p) { return read_duration("retry", node, retries, p.probe.retry); }},
    {"retry_max", [](const toml::node& node,
                     Profile& p) { return read_duration("retry_max", node, retries, p.probe.retry_max); }},
});

constexpr auto settle_keys = std::to_array<Key>({
    {"online", [](const toml::node& node,
                  Profile& p) { return read_duration("online", node, settles, p.settle.online); }},
    {"offline", [](const toml::node& node,
                   Profile& p) { return read_duration("offline", node, settles, p.settle.offline); }},
    {"damping",
     [](const toml::node& node, Profile& p) { return read_bool("damping", node, p.settle.damping); }},
});

Verdict read_probe(const toml::node& node, Profile& profile) {
    const auto* table = node.as_table();
    if (!table)
        return wrong_type("probe", node, "a table, [probe]");
    if (auto complaint = read_keys(*table, " in [probe]", probe_keys, profile))
        return complaint;
    if (profile.probe.retry > profile.probe.retry_max)
        return complain(node, "retry is longer than retry_max; expected at most " +
                                  base::print_duration(profile.probe.retry_max));
    return std::nullopt;
}

Verdict read_settle(const toml::node& node, Profile& profile) {
    const auto* table = node.as_table();
    return table ? read_keys(*table, " in [settle]", settle_keys, profile)
                 : wrong_type("settle", node, "a table, [settle]");
}

Verdict read_name(const toml::node& node, Profile& profile) {
    const auto text = node.value_exact<std::string>();
    if (!text)
        return wrong_type("name", node, "a string");
    if (const auto fit = check_profile_name(*text); !fit)
        return complain(node, fit.error().what);
    profile.name = *text;
    return std::nullopt;
}

Verdict read_require(const toml::node& node, Profile& profile) {
    const auto text = node.value_exact<std::string>();
    if (text != "any" && text != "all")
        return text ? complain(node, "require is \"" + *text + "\"; expected \"any\" or \"all\"")
                    : wrong_type("require", node, "\"any\" or \"all\"");
    profile.require = text == "all" ? model::Require::all : model::Require::any;
    return std::nullopt;
}

Verdict read_endpoints(const toml::node& node, Profile& profile) {
    const auto* urls = node.as_array();
    if (!urls)
        return wrong_type("endpoints", node, "a list of URLs, [\"imaps://HOST\"]");
    if (urls->empty() || urls->size() > most_endpoints)
        return complain(node, "endpoints has " + std::to_string(urls->size()) + " entries; expected 1 to " +
                                  std::to_string(most_endpoints));
    for (const auto& each : *urls) {
        const auto url = each.value_exact<std::string>();
        if (!url)
            return wrong_type("an endpoint", each, "a URL as a string, such as \"imaps://HOST\"");
        auto endpoint = model::parse_endpoint(*url);
        if (!endpoint)
            return complain(each, endpoint.error().what);
        profile.endpoints.push_back(std::move(*endpoint));
    }
    return std::nullopt;
}

Verdict read_command(std::string_view name, const toml::node& node, std::vector<std::string>& into) {
    const std::string expected = "a list of strings, the whole path of a program and its arguments";
    const auto* words = node.as_array();
    if (!words)
        return wrong_type(name, node, expected);
    if (words->empty() || words->size() > most_words)
        return complain(node, std::string(name) + " has " + std::to_string(words->size()) +
                                  " words; expected 1 to " + std::to_string(most_words));
    for (const auto& each : *words) {
        auto word = each.value_exact<std::string>();
        if (!word)
            return wrong_type("a word of " + std::string(name), each, "a string");
        if (word->size() > longest_word || word->find('\0') != std::string::npos)
            return complain(each, "a word of " + std::string(name) + " is longer than " +
                                      std::to_string(longest_word) + " bytes or has a NUL in it");
        into.push_back(std::move(*word));
    }
    if (!std::filesystem::path(into.front()).is_absolute())
        return complain(*words->get(0), "\"" + into.front() +
                                            "\" is not the whole path of a program; expected one such as "
                                            "\"/usr/bin/mbsync\"");
    return std::nullopt;
}

constexpr auto hooks_keys = std::to_array<Key>({
    {"timeout", [](const toml::node& node,
                   Profile& p) { return read_duration("timeout", node, hook_times, p.hooks.timeout); }},
});

Verdict read_hooks(const toml::node& node, Profile& profile) {
    const auto* table = node.as_table();
    return table ? read_keys(*table, " in [hooks]", hooks_keys, profile)
                 : wrong_type("hooks", node, "a table, [hooks]");
}

constexpr auto profile_keys = std::to_array<Key>({
    {"name", read_name},
    {"endpoints", read_endpoints},
    {"require", read_require},
    {"probe", read_probe},
    {"settle", read_settle},
    {"on_online",
     [](const toml::node& node, Profile& p) { return read_command("on_online", node, p.hooks.on_online); }},
    {"on_offline",
     [](const toml::node& node, Profile& p) { return read_command("on_offline", node, p.hooks.on_offline); }},
    {"hooks", read_hooks},
});

} // namespace

std::optional<Complaint> read_profile_keys(const toml::table& root, Profile& profile) {
    return read_keys(root, "", profile_keys, profile);
}

} // namespace offline::engine
