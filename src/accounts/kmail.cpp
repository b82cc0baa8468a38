#include <map>
#include <string>

#include "accounts/collector.h"
#include "accounts/ini.h"
#include "accounts/readers.h"
#include "accounts/text.h"

namespace offline::accounts {
namespace {

// KDE writes only what differs from its defaults; these are they.
constexpr std::uint16_t usual_imap_port = 143;
constexpr std::uint16_t usual_pop3_port = 110;
constexpr std::uint16_t usual_smtp_port = 25;

std::uint16_t port_or(std::uint16_t usual, std::string_view text) {
    const auto port = port_of(text);
    return port != 0 ? port : usual;
}

/// Older ones have a number for what newer ones name; then the port tells.
bool is_tls(std::string_view said, std::uint16_t port) {
    const auto word = lower(said);
    const bool no_word = word.find_first_not_of("0123456789") == std::string::npos;
    return word == "ssl" || (no_word && is_a_tls_port(port));
}

Server imap_server(const Ini& resource) {
    Server server{.protocol = Protocol::imap,
                  .host = resource.value("network", "imapserver"),
                  .port = port_or(usual_imap_port, resource.value("network", "imapport"))};
    // Older ones write HOST:PORT.
    if (const auto colon = server.host.find(':');
        colon != std::string::npos && colon == server.host.rfind(':')) {
        server.port = port_or(server.port, std::string_view(server.host).substr(colon + 1));
        server.host.resize(colon);
    }
    server.tls = is_tls(resource.value("network", "safety"), server.port);
    return server;
}

Server pop3_server(const Ini& resource) {
    return {.protocol = Protocol::pop3,
            .host = resource.value("General", "host"),
            .port = port_or(usual_pop3_port, resource.value("General", "port")),
            .tls = is_yes(resource.value("General", "usessl"))};
}

void read_transports(const Ini& transports, Collector& found) {
    for (const auto& section : transports.sections()) {
        if (!section.starts_with("Transport "))
            continue;
        const auto& name = transports.value(section, "name");
        const auto& identifier = transports.value(section, "identifier");
        if (!identifier.empty() && identifier != "SMTP") {
            found.skip(name, "mail is sent by " + identifier);
            continue;
        }
        const auto port = port_or(usual_smtp_port, transports.value(section, "port"));
        found.add(name, {{.protocol = Protocol::smtp,
                          .host = transports.value(section, "host"),
                          .port = port,
                          .tls = is_tls(transports.value(section, "encryption"), port)}});
    }
}

} // namespace

Reading read_kmail(const ConfigFiles& files) {
    constexpr std::string_view config_of = "agent_config_";
    Collector found;
    std::map<std::string, std::string> names; // of the resources
    for (const auto& file : files)
        if (file.name.starts_with(config_of))
            names[file.name.substr(config_of.size())] = Ini(file.text).value("Agent", "name");
    for (const auto& file : files) {
        if (file.name == "mailtransports") {
            read_transports(Ini(file.text), found);
        } else if (file.name.starts_with("akonadi_") && file.name.ends_with("rc")) {
            const auto resource = file.name.substr(0, file.name.size() - 2);
            if (resource.starts_with("akonadi_imap_resource_"))
                found.add(names[resource], {imap_server(Ini(file.text))});
            else if (resource.starts_with("akonadi_pop3_resource_"))
                found.add(names[resource], {pop3_server(Ini(file.text))});
        }
    }
    return found.take();
}

} // namespace offline::accounts
