#include "model/endpoint.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace offline::model {
namespace {

using base::Code;
using base::failure;

constexpr auto rows = std::to_array<SchemeRow>({
    {Scheme::imap, "imap", 143, Encryption::if_offered},
    {Scheme::imaps, "imaps", 993, Encryption::from_the_start},
    {Scheme::smtp, "smtp", 25, Encryption::if_offered},
    {Scheme::smtps, "smtps", 465, Encryption::from_the_start},
    {Scheme::submission, "submission", 587, Encryption::if_offered},
    {Scheme::pop3, "pop3", 110, Encryption::if_offered},
    {Scheme::pop3s, "pop3s", 995, Encryption::from_the_start},
    {Scheme::http, "http", 80, Encryption::never},
    {Scheme::https, "https", 443, Encryption::from_the_start},
    {Scheme::ldap, "ldap", 389, Encryption::never},
    {Scheme::ldaps, "ldaps", 636, Encryption::from_the_start},
    {Scheme::tcp, "tcp", 0, Encryption::never},
    {Scheme::tls, "tls", 0, Encryption::from_the_start},
    {Scheme::route, "route", 0, Encryption::never},
});

constexpr std::size_t longest_host = 253;
constexpr std::size_t longest_label = 63;

std::optional<Address> address_of(const std::string& text) {
    if (text.find('\0') != std::string::npos)
        return std::nullopt; // Asio would read no further
    boost::system::error_code bad;
    const auto address = boost::asio::ip::make_address(text, bad);
    if (bad)
        return std::nullopt;
    return address;
}

bool is_label(std::string_view label) {
    const auto plain = [](unsigned char c) {
        return c > 0x20 && c < 0x7f &&
               std::string_view("\"#%/<>?@[\\]^`{|}:").find(static_cast<char>(c)) == std::string_view::npos;
    };
    return !label.empty() && label.size() <= longest_label && std::ranges::all_of(label, plain);
}

// Resolvers take 127.1, 0x7f000001 and 2130706433 for addresses; here each address has one spelling.
bool looks_like_a_number(std::string_view label) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return std::ranges::all_of(label, digit) || label.starts_with("0x") || label.starts_with("0X");
}

bool is_host_name(std::string_view host) {
    if (host.size() > longest_host)
        return false;
    if (host.ends_with('.'))
        host.remove_suffix(1);
    for (;;) {
        const auto label = host.substr(0, host.find('.'));
        if (!is_label(label))
            return false;
        if (label.size() == host.size())
            return !looks_like_a_number(label);
        host.remove_prefix(label.size() + 1);
    }
}

// Boost.URL gives a port that is too large as what is left of it in 16 bits.
std::optional<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0)
        return std::nullopt;
    return port;
}

// RFC 6874: `[fe80::1%25eth0]`. Boost.URL knows no zones: this takes the zone out.
std::optional<std::string> take_zone(std::string& url) {
    const auto open = url.find("://[");
    const auto close = url.find(']', open);
    const auto zone = url.find("%25", open);
    if (open == std::string::npos || close == std::string::npos || zone >= close)
        return std::nullopt;
    auto name = url.substr(zone + 3, close - zone - 3);
    url.erase(zone, close - zone);
    return name;
}

bool is_interface_name(std::string_view zone) {
    constexpr std::size_t longest = 15;
    const auto fits = [](unsigned char c) {
        return c > 0x20 && c < 0x7f && c != '/' && c != '%' && c != '@';
    };
    return !zone.empty() && zone.size() <= longest && std::ranges::all_of(zone, fits);
}

// An IPv6 address of one link says which; no other address has a zone.
bool has_a_wrong_zone(const Endpoint& endpoint) {
    const auto address = endpoint.literal();
    if (!address)
        return false;
    const auto percent = endpoint.host.find('%');
    const bool has_zone = percent != std::string::npos;
    const bool of_one_link = address->is_v6() && address->to_v6().is_link_local();
    return has_zone != of_one_link ||
           (has_zone && !is_interface_name(std::string_view(endpoint.host).substr(percent + 1)));
}

} // namespace

const SchemeRow& row(Scheme scheme) noexcept { return rows[static_cast<std::size_t>(scheme)]; }

std::optional<Address> Endpoint::literal() const { return address_of(host); }

bool Endpoint::is_default_route() const noexcept { return scheme == Scheme::route && host == "default"; }

base::Result<Endpoint> parse_endpoint(std::string_view text) {
    const std::string url(text);
    const auto refuse = [&](const std::string& why) {
        return failure(Code::usage, "\"" + url + "\" is not an endpoint: " + why);
    };

    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return refuse("write SCHEME://HOST[:PORT], such as imaps://mail.example.org");
    std::string name(text.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    });
    const auto known = std::ranges::find(rows, name, &SchemeRow::name);
    if (known == rows.end()) {
        std::string names;
        for (const auto& each : rows)
            names += (names.empty() ? "" : " ") + std::string(each.name);
        return refuse("its scheme is none of " + names);
    }

    Endpoint endpoint{.scheme = known->scheme, .url = url};
    if (endpoint.scheme == Scheme::route) {
        endpoint.host = std::string(text.substr(colon + 1));
        if (!endpoint.is_default_route() && !endpoint.literal())
            return refuse("write route:default or route:ADDRESS with an IP address");
        if (has_a_wrong_zone(endpoint))
            return refuse("a link-local address, and no other, names its interface, as in fe80::1%eth0");
        return endpoint;
    }

    std::string without_zone = url;
    const auto zone = take_zone(without_zone);
    const auto parsed = boost::urls::parse_uri(without_zone);
    if (!parsed || !parsed->has_authority())
        return refuse("write " + name + "://HOST[:PORT]");
    const auto& parts = *parsed;
    if (parts.has_userinfo())
        return refuse("leave out the user name; no probe ever logs in");
    if (parts.has_fragment())
        return refuse("leave out what follows #");
    endpoint.host = parts.host_type() == boost::urls::host_type::ipv6
                        ? std::string(parts.host_ipv6_address().to_string())
                        : std::string(parts.host());
    if (zone)
        endpoint.host += "%" + *zone;
    if (!endpoint.literal() && !is_host_name(endpoint.host))
        return refuse("\"" + endpoint.host + "\" is not a host name or address");
    if (has_a_wrong_zone(endpoint))
        return refuse("a link-local address, and no other, names its interface, as in [fe80::1%25eth0]");
    endpoint.port = known->port;
    if (parts.has_port()) {
        const auto port = port_of(parts.port());
        if (!port)
            return refuse("its port is not a number from 1 to 65535");
        endpoint.port = *port;
    }
    if (endpoint.port == 0)
        return refuse("name a port: " + name + "://" + endpoint.host + ":PORT");

    const std::string target(parts.encoded_resource().substr(0));
    const bool web = endpoint.scheme == Scheme::http || endpoint.scheme == Scheme::https;
    if (!web && !target.empty() && target != "/")
        return refuse("only http and https have a path");
    if (web && !target.empty())
        endpoint.target = target.front() == '/' ? target : "/" + target;
    return endpoint;
}

base::Result<std::vector<Endpoint>> parse_endpoints(const std::vector<std::string>& urls) {
    std::vector<Endpoint> endpoints;
    for (const auto& url : urls) {
        auto endpoint = parse_endpoint(url);
        if (!endpoint)
            return endpoint.error();
        endpoints.push_back(std::move(*endpoint));
    }
    return endpoints;
}

} // namespace offline::model
