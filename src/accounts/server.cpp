#include "accounts/server.h"

#include <algorithm>
#include <charconv>

#include "accounts/text.h"

namespace offline::accounts {
namespace {

using model::Scheme;

constexpr std::uint16_t port_of_relays = 25;

Scheme scheme_of(const Server& server) {
    switch (server.protocol) {
    case Protocol::imap:
        return server.tls ? Scheme::imaps : Scheme::imap;
    case Protocol::pop3:
        return server.tls ? Scheme::pop3s : Scheme::pop3;
    case Protocol::smtp:
        break;
    }
    if (server.tls)
        return Scheme::smtps;
    return server.port == port_of_relays ? Scheme::smtp : Scheme::submission;
}

// A variable or a command that only the program itself could put in is none.
bool may_be_a_host(std::string_view host) {
    return std::ranges::all_of(host, [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-' || c == '_' || c == ':';
    });
}

bool is_this_machine(const model::Endpoint& endpoint) {
    const auto address = endpoint.literal();
    return address ? address->is_loopback() || address->is_unspecified()
                   : lower(endpoint.host) == "localhost";
}

} // namespace

base::Result<model::Endpoint> endpoint_of(const Server& server) {
    const auto refuse = [&](const std::string& why) { return base::failure(base::Code::usage, why); };
    if (server.host.empty())
        return refuse("it names no server");
    if (!may_be_a_host(server.host))
        return refuse("\"" + server.host + "\" is not a host name or address");
    const auto& row = model::row(scheme_of(server));
    std::string url(row.name);
    url += "://";
    url += server.host.find(':') == std::string::npos ? server.host : "[" + server.host + "]";
    if (server.port != 0 && server.port != row.port)
        url += ":" + std::to_string(server.port);
    auto endpoint = model::parse_endpoint(url);
    if (endpoint && is_this_machine(*endpoint))
        return refuse("its server " + server.host + " is this machine itself");
    return endpoint;
}

bool is_a_tls_port(std::uint16_t port) {
    return port == model::row(Scheme::imaps).port || port == model::row(Scheme::pop3s).port ||
           port == model::row(Scheme::smtps).port;
}

std::uint16_t port_of(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() ? port : std::uint16_t{0};
}

} // namespace offline::accounts
