#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/address.h"

namespace offline::model {

/// What is spoken at an endpoint. `route` sends no packet: the kernel's routing decides alone.
enum class Scheme : std::uint8_t {
    imap,
    imaps,
    smtp,
    smtps,
    submission,
    pop3,
    pop3s,
    http,
    https,
    ldap,
    ldaps,
    tcp,
    tls,
    route
};

/// How the connection comes to be encrypted.
enum class Encryption : std::uint8_t { never, if_offered, from_the_start };

struct SchemeRow {
    Scheme scheme;
    std::string_view name;
    std::uint16_t port; ///< 0: the URL must name one
    Encryption encryption;
};

const SchemeRow& row(Scheme scheme) noexcept;

/// One server that a profile works with, as its URL says.
struct Endpoint {
    Scheme scheme{};
    std::string url;  ///< as it was written; names the endpoint in every output
    std::string host; ///< a name or an address literal (IPv6 without brackets); "default" for route:default
    std::uint16_t port{};    ///< 0 for `route`
    std::string target{"/"}; ///< path and query of http and https

    /// The host as an address, where it is a literal; its zone as this machine numbers it now, 0 for an
    /// interface that is not there.
    std::optional<Address> literal() const;
    /// `route:default`: the way to the internet.
    bool is_default_route() const noexcept;

    bool operator==(const Endpoint&) const = default;
};

/// Reads `imaps://mail.example.org:993`, `route:default`, `route:192.0.2.1`; says what is wrong otherwise
/// (Code::usage).
base::Result<Endpoint> parse_endpoint(std::string_view url);

/// All of them, or what is wrong with the first that is wrong.
base::Result<std::vector<Endpoint>> parse_endpoints(const std::vector<std::string>& urls);

} // namespace offline::model
