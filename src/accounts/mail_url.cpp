#include "accounts/mail_url.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "accounts/text.h"

namespace offline::accounts {
namespace {

struct Known {
    std::string_view scheme;
    Protocol protocol;
    bool tls;
};

constexpr auto schemes = std::to_array<Known>({
    {"imap", Protocol::imap, false},
    {"imaps", Protocol::imap, true},
    {"pop", Protocol::pop3, false},
    {"pops", Protocol::pop3, true},
    {"smtp", Protocol::smtp, false},
    {"smtps", Protocol::smtp, true},
});

std::string decoded(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        unsigned byte = 0;
        const char* const digits = text.data() + 1;
        if (text.front() == '%' && text.size() >= 3 &&
            std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            out += static_cast<char>(byte);
            text.remove_prefix(3);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

} // namespace

std::optional<MailUrl> parse_mail_url(std::string_view url) {
    const auto colon = url.find("://");
    if (colon == std::string_view::npos)
        return std::nullopt;
    auto scheme = lower(url.substr(0, colon));
    scheme.resize(std::min(scheme.find('+'), scheme.size())); // how it logs in, as in smtps+plain
    const auto known = std::ranges::find(schemes, scheme, &Known::scheme);
    if (known == schemes.end())
        return std::nullopt;

    auto authority = url.substr(colon + 3);
    authority = authority.substr(0, authority.find('/'));
    MailUrl read{.server = {.protocol = known->protocol, .tls = known->tls}};
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        read.user = decoded(authority.substr(0, std::min(at, authority.find(':'))));
        authority.remove_prefix(at + 1);
    }
    authority = authority.substr(0, authority.find_first_of("?#;"));
    auto port = std::string_view{};
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        read.server.host = authority.substr(1, close == std::string_view::npos ? close : close - 1);
        authority.remove_prefix(std::min(close, authority.size()));
        if (authority.starts_with("]:"))
            port = authority.substr(2);
    } else {
        const auto mark = authority.find(':');
        read.server.host = authority.substr(0, mark);
        if (mark != std::string_view::npos)
            port = authority.substr(mark + 1);
    }
    read.server.port = port_of(port);
    if (!port.empty() && read.server.port == 0)
        return std::nullopt;
    return read;
}

} // namespace offline::accounts
