#include "engine/profile_file.h"

#include <cstddef>
#include <sstream>
#include <utility>

#include <toml++/toml.h>

#include "base/duration.h"

namespace offline::engine {
namespace {

std::string toml_string(std::string_view text) {
    using toml::format_flags;
    const toml::value<std::string> value(text);
    std::ostringstream out;
    out << toml::toml_formatter(value,
                                toml::toml_formatter::default_flags & ~format_flags::allow_literal_strings);
    return out.str();
}

/// One section: collects the lines that differ from the defaults, and has a heading only where there are any.
class Section {
public:
    explicit Section(std::string heading) : heading_(std::move(heading)) {}

    void duration(std::string_view key, base::Duration value, base::Duration normal,
                  std::string_view comment) {
        if (value != normal)
            line(key, toml_string(base::print_duration(value)), comment);
    }

    void line(std::string_view key, std::string_view value, std::string_view comment) {
        lines_ += std::string(key) + " = " + std::string(value) + "  # " + std::string(comment) + "\n";
    }

    std::string text() const { return lines_.empty() ? "" : "\n[" + heading_ + "]\n" + lines_; }

private:
    std::string heading_;
    std::string lines_;
};

std::string print_probe(const model::ProbePolicy& policy) {
    const model::ProbePolicy normal;
    Section section("probe");
    section.duration("interval", policy.interval, normal.interval,
                     "while online, +-10 %; ms, s, min or h; 0s = only when something changed");
    section.duration("timeout", policy.timeout, normal.timeout,
                     "ms, s, min or h; one look at one endpoint, all steps together");
    if (policy.strikes != normal.strikes)
        section.line("strikes", std::to_string(policy.strikes), "failed looks in a row, 1 s apart");
    section.duration("retry", policy.retry, normal.retry,
                     "ms, s, min or h; while offline, doubled each time");
    section.duration("retry_max", policy.retry_max, normal.retry_max, "ms, s, min or h; up to this");
    return section.text();
}

std::string print_settle(const model::SettlePolicy& policy) {
    const model::SettlePolicy normal;
    Section section("settle");
    section.duration("online", policy.online, normal.online, "ms, s, min or h; an answer must last so long");
    section.duration("offline", policy.offline, normal.offline,
                     "ms, s, min or h; an outage must last so long");
    if (policy.damping != normal.damping)
        section.line("damping", policy.damping ? "true" : "false", "whether flapping is held offline longer");
    return section.text();
}

std::string print_hooks(const model::Hooks& hooks) {
    Section section("hooks");
    section.duration("timeout", hooks.timeout, model::Hooks{}.timeout,
                     "ms, s, min or h; a hook that takes longer is ended");
    return section.text();
}

std::string print_command(std::string_view key, const std::vector<std::string>& words) {
    if (words.empty())
        return "";
    std::string list;
    for (const auto& word : words)
        list += (list.empty() ? "" : ", ") + toml_string(word);
    return std::string(key) + " = [" + list + "]\n";
}

} // namespace

std::string print_profile(const model::Profile& profile) {
    std::string text = "name = " + toml_string(profile.name) + "\nendpoints = [";
    const bool many = profile.endpoints.size() > 2;
    for (std::size_t i = 0; i < profile.endpoints.size(); ++i)
        text += (i == 0 ? "" : ",") +
                std::string(many     ? "\n    "
                            : i == 0 ? ""
                                     : " ") +
                toml_string(profile.endpoints[i].url);
    text += many ? ",\n]\n" : "]\n";
    if (profile.require == model::Require::all)
        text += "require = \"all\"  # every endpoint must answer\n";
    text += print_command("on_online", profile.hooks.on_online);
    text += print_command("on_offline", profile.hooks.on_offline);
    return text + print_probe(profile.probe) + print_settle(profile.settle) + print_hooks(profile.hooks);
}

} // namespace offline::engine
