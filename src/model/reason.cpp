#include <offline/reason.h>

#include <array>
#include <cstddef>

namespace offline {
namespace {

struct ReasonRow {
    Reason reason;
    std::string_view word;
    std::string_view sentence;
};

constexpr auto rows = std::to_array<ReasonRow>({
    {Reason::ok, "ok", "the server answers as it should"},
    {Reason::unknown, "unknown", "not judged yet"},
    {Reason::user, "user", "somebody wishes to work offline"},
    {Reason::parent, "parent", "the object above is offline"},
    {Reason::settling, "settling", "a server answers, but not for long enough yet"},
    {Reason::suspended, "suspended", "the machine goes to sleep"},
    {Reason::no_route, "no-route", "no way to any address of the server"},
    {Reason::dns_failed, "dns-failed", "no name server gave a usable answer"},
    {Reason::dns_not_found, "dns-not-found", "the server's name does not exist"},
    {Reason::unreachable, "unreachable", "the network says that the server cannot be reached"},
    {Reason::refused, "refused", "the server's host refuses the connection"},
    {Reason::connect_timeout, "connect-timeout", "nothing answers at the server's address"},
    {Reason::tls_failed, "tls-failed", "the TLS handshake broke"},
    {Reason::tls_certificate, "tls-certificate", "the certificate is not valid for this host and time"},
    {Reason::tls_timeout, "tls-timeout", "silence in the TLS handshake"},
    {Reason::no_greeting, "no-greeting", "the server accepts the connection and says nothing"},
    {Reason::protocol, "protocol", "the server speaks another protocol than expected"},
    {Reason::service_refused, "service-refused", "the server itself says: not now"},
    {Reason::captive_portal, "captive-portal", "a log-in page answers in the server's place"},
});

constexpr bool rows_stand_in_the_order_of_the_reasons() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (static_cast<std::size_t>(rows[i].reason) != i)
            return false;
    return true;
}

static_assert(rows_stand_in_the_order_of_the_reasons());

} // namespace

std::string_view word(State state) noexcept { return state == State::online ? "online" : "offline"; }

std::string_view word(Reason reason) noexcept { return rows[static_cast<std::size_t>(reason)].word; }

std::string_view sentence(Reason reason) noexcept { return rows[static_cast<std::size_t>(reason)].sentence; }

std::optional<Reason> reason_of(std::string_view word) noexcept {
    for (const auto& row : rows)
        if (row.word == word)
            return row.reason;
    return std::nullopt;
}

} // namespace offline
