#include <map>
#include <string>

#include "accounts/collector.h"
#include "accounts/ini.h"
#include "accounts/readers.h"
#include "accounts/text.h"

namespace offline::accounts {
namespace {

constexpr int most_ancestors = 8; // a source has a parent or two; a ring of them has no end

/// GLib's key files write \s, \n, \t, \r and \\ in a value.
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const char next = text[++i];
        out += next == 's' || next == 'n' || next == 't' || next == 'r' ? ' ' : next;
    }
    return out;
}

class Sources {
public:
    explicit Sources(const ConfigFiles& files) {
        constexpr std::string_view ending = ".source";
        for (const auto& file : files)
            if (file.name.ends_with(ending))
                all_.try_emplace(file.name.substr(0, file.name.size() - ending.size()), file.text);
    }

    auto begin() const { return all_.begin(); }

    auto end() const { return all_.end(); }

    const Ini* find(const std::string& uid) const {
        const auto found = all_.find(uid);
        return found == all_.end() ? nullptr : &found->second;
    }

    /// Neither it nor what it belongs to is switched off.
    bool is_on(const Ini& source) const {
        const Ini* each = &source;
        for (int depth = 0; each != nullptr && depth < most_ancestors; ++depth) {
            if (lower(each->value("Data Source", "enabled")) == "false" ||
                lower(each->value("Collection", "mailenabled")) == "false")
                return false;
            each = find(each->value("Data Source", "parent"));
        }
        return true;
    }

private:
    std::map<std::string, Ini> all_;
};

Server server_of(const Ini& source, Protocol protocol) {
    const auto port = port_of(source.value("Authentication", "port"));
    const auto& method = source.value("Security", "method");
    const bool says_nothing = method != "none" && method != "starttls-on-standard-port";
    return {.protocol = protocol,
            .host = source.value("Authentication", "host"),
            .port = port,
            .tls = method == "ssl-on-alternate-port" || (says_nothing && is_a_tls_port(port))};
}

void add_outgoing(const Sources& sources, const Ini& account, std::vector<Server>& servers) {
    const auto* identity = sources.find(account.value("Mail Account", "identityuid"));
    const auto* transport =
        identity ? sources.find(identity->value("Mail Submission", "transportuid")) : nullptr;
    if (transport && transport->value("Mail Transport", "backendname") == "smtp" && sources.is_on(*transport))
        servers.push_back(server_of(*transport, Protocol::smtp));
}

} // namespace

Reading read_evolution(const ConfigFiles& files) {
    Collector found;
    const Sources sources(files);
    for (const auto& [uid, source] : sources) {
        if (!source.has("Mail Account"))
            continue;
        const auto name = unescaped(source.value("Data Source", "displayname"));
        const auto& backend = source.value("Mail Account", "backendname");
        if (!sources.is_on(source)) {
            found.skip(name, "it is switched off");
        } else if (backend == "imapx" || backend == "imap" || backend == "pop") {
            std::vector<Server> servers{
                server_of(source, backend == "pop" ? Protocol::pop3 : Protocol::imap)};
            add_outgoing(sources, source, servers);
            found.add(name, servers);
        } else if (source.has("Authentication") && !source.value("Authentication", "host").empty()) {
            found.skip(name, "it is of the kind " + backend);
        } // the others are local
    }
    return found.take();
}

} // namespace offline::accounts
