#include <string>

#include "accounts/collector.h"
#include "accounts/ini.h"
#include "accounts/readers.h"
#include "accounts/text.h"

namespace offline::accounts {
namespace {

void read_account(const Ini& ini, const std::string& name, Collector& found) {
    const auto repository = "Repository " + ini.value("Account " + name, "remoterepository");
    const auto type = lower(ini.value(repository, "type"));
    if (type != "imap" && type != "gmail") {
        if (!type.empty() && type != "maildir" && type != "gmailmaildir")
            found.skip(name, "it is of the kind " + type);
        return;
    }
    if (!ini.value(repository, "transporttunnel").empty() ||
        !ini.value(repository, "preauthtunnel").empty()) {
        found.skip(name, "it is reached through a tunnel");
        return;
    }
    Server server{.protocol = Protocol::imap,
                  .host = ini.value(repository, "remotehost"),
                  .port = port_of(ini.value(repository, "remoteport"))};
    if (server.host.empty() && type == "gmail")
        server.host = "imap.gmail.com";
    if (server.host.empty() && !ini.value(repository, "remotehosteval").empty()) {
        found.skip(name, "its server is the result of a Python expression");
        return;
    }
    const auto& ssl = ini.value(repository, "ssl");
    constexpr std::uint16_t port_without_tls = 143;
    server.tls = ssl.empty() ? server.port != port_without_tls : is_yes(ssl);
    found.add(name, {server});
}

} // namespace

Reading read_offlineimap(const ConfigFiles& files) {
    Collector found;
    for (const auto& file : files) {
        const Ini ini(file.text);
        for (const auto name : parts_of(ini.value("general", "accounts"), ','))
            read_account(ini, std::string(name), found);
    }
    return found.take();
}

} // namespace offline::accounts
