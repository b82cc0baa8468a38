#pragma once

/// State and reason: the two words that every face of the project says about a profile.
///
/// Threads: plain values and pure functions; usable anywhere.
/// Stability: enumerators are only ever added, at the end; the words of `word()` are a contract with scripts.

#include <cstdint>
#include <optional>
#include <string_view>

#include <offline/export.h>

namespace offline {

/// What a client may count on. The values are those of MAPIOFFLINE_STATE_OFFLINE and
/// MAPIOFFLINE_STATE_ONLINE.
enum class State : std::uint8_t {
    offline = 1, ///< the profile's servers cannot be worked with now, or somebody wishes it so
    online = 2, ///< nothing is known that speaks against working online; it is no promise for the next packet
};

/// Why a profile is in its state. The first two belong to online, the others to offline.
enum class Reason : std::uint8_t {
    ok,
    unknown,
    user,
    parent,
    settling,
    suspended,
    no_route,
    dns_failed,
    dns_not_found,
    unreachable,
    refused,
    connect_timeout,
    tls_failed,
    tls_certificate,
    tls_timeout,
    no_greeting,
    protocol,
    service_refused,
    captive_portal,
};

/// `online`, `offline`.
OFFLINE_EXPORT std::string_view word(State state) noexcept;

/// The reason as the contract spells it: `ok`, `no-route`, `tls-certificate`.
OFFLINE_EXPORT std::string_view word(Reason reason) noexcept;

/// One human sentence without a full stop: "no way to any address of the server".
OFFLINE_EXPORT std::string_view sentence(Reason reason) noexcept;

/// The reason of that word, if there is one.
OFFLINE_EXPORT std::optional<Reason> reason_of(std::string_view word) noexcept;

} // namespace offline
