#include <optional>
#include <string>

#include "accounts/collector.h"
#include "accounts/readers.h"
#include "accounts/text.h"

namespace offline::accounts {
namespace {

/// A section that is being read: an IMAPAccount, or an IMAPStore that names a server itself.
struct Section {
    std::string name;
    bool account;
    Server server{.protocol = Protocol::imap};
    std::optional<bool> tls;
    bool tunnelled = false;
};

bool begins_a_section(const std::string& keyword) {
    return keyword == "imapaccount" || keyword == "imapstore" || keyword == "maildirstore" ||
           keyword == "channel" || keyword == "group";
}

void finish(const std::optional<Section>& section, Collector& found) {
    if (!section || (!section->account && section->server.host.empty()))
        return;
    if (section->tunnelled) {
        found.skip(section->name, "it is reached through a tunnel");
        return;
    }
    auto server = section->server;
    server.tls = section->tls.value_or(is_a_tls_port(server.port));
    found.add(section->name, {server});
}

void take(Section& section, const std::string& keyword, const std::string& value) {
    if (keyword == "host") {
        section.server.host = value;
        // As it was written before 1.2.
        for (const std::string_view scheme : {"imaps:", "imap:"})
            if (value.starts_with(scheme)) {
                section.server.host = value.substr(scheme.size());
                section.tls = scheme == "imaps:";
                break;
            }
    } else if (keyword == "port") {
        section.server.port = port_of(value);
    } else if (keyword == "ssltype" || keyword == "tlstype") {
        section.tls = lower(value) == "imaps";
    } else if (keyword == "useimaps") {
        section.tls = is_yes(value);
    } else if (keyword == "tunnel") {
        section.tunnelled = true;
    }
}

} // namespace

Reading read_mbsync(const ConfigFiles& files) {
    Collector found;
    for (const auto& file : files) {
        std::optional<Section> section;
        for (const auto line : lines_of(file.text)) {
            const auto words = words_of(line);
            if (words.size() < 2)
                continue;
            const auto keyword = lower(words[0]);
            if (begins_a_section(keyword)) {
                finish(section, found);
                section.reset();
                if (keyword.starts_with("imap"))
                    section = Section{.name = words[1], .account = keyword == "imapaccount"};
            } else if (section) {
                take(*section, keyword, words[1]);
            }
        }
        finish(section, found);
    }
    return found.take();
}

} // namespace offline::accounts
