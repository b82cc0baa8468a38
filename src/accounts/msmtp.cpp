#include <map>
#include <string>
#include <vector>

#include "accounts/collector.h"
#include "accounts/readers.h"
#include "accounts/text.h"

namespace offline::accounts {
namespace {

struct Relay {
    std::string host;
    std::uint16_t port{};
    bool tls = false;
    bool starttls = true;
};

struct RelayAccount {
    std::string name;
    Relay settings;
    bool alias = false; ///< all that it has is another one's, as in `account default : work`
};

bool is_on(const std::vector<std::string>& words) { return words.size() < 2 || is_yes(words[1]); }

/// Whether the line was a setting that concerns the server.
bool take(const std::vector<std::string>& words, Relay& settings) {
    const auto& keyword = words[0];
    if (keyword == "host" && words.size() > 1)
        settings.host = words[1];
    else if (keyword == "port" && words.size() > 1)
        settings.port = port_of(words[1]);
    else if (keyword == "tls")
        settings.tls = is_on(words);
    else if (keyword == "tls_starttls")
        settings.starttls = is_on(words);
    else
        return false;
    return true;
}

/// `account NAME`, `account NAME : OTHER, ANOTHER`; the later ones of these overrule the earlier.
RelayAccount begin(std::string_view line, const Relay& defaults, const std::map<std::string, Relay>& known) {
    line.remove_prefix(std::string_view("account").size());
    const auto colon = line.find(':');
    RelayAccount section{.name = std::string(trimmed(line.substr(0, colon))), .settings = defaults};
    if (colon == std::string_view::npos)
        return section;
    for (const auto parent : parts_of(line.substr(colon + 1), ','))
        if (const auto found = known.find(std::string(parent)); found != known.end()) {
            section.settings = found->second;
            section.alias = true;
        }
    return section;
}

void read_file(std::string_view text, Collector& found) {
    std::vector<RelayAccount> sections;
    std::map<std::string, Relay> known;
    Relay defaults;
    for (const auto line : lines_of(text)) {
        const auto words = words_of(line);
        if (words.empty())
            continue;
        if (words[0] == "account") {
            sections.push_back(begin(trimmed(line), defaults, known));
            known[sections.back().name] = sections.back().settings;
        } else if (words[0] == "defaults") {
            sections.push_back({.name = "", .alias = true});
        } else if (sections.empty() || sections.back().name.empty()) {
            take(words, defaults);
        } else if (auto& section = sections.back(); take(words, section.settings)) {
            section.alias = false;
            known[section.name] = section.settings;
        }
    }
    for (const auto& [name, settings, alias] : sections) {
        const bool tls = settings.tls && !settings.starttls;
        constexpr std::uint16_t usual = 25;
        if (!alias && !settings.host.empty())
            found.add(name, {{.protocol = Protocol::smtp,
                              .host = settings.host,
                              .port = settings.port != 0 || tls ? settings.port : usual,
                              .tls = tls}});
    }
}

} // namespace

Reading read_msmtp(const ConfigFiles& files) {
    Collector found;
    for (const auto& file : files)
        read_file(file.text, found);
    return found.take();
}

} // namespace offline::accounts
