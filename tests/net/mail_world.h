#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "net/client.h"
#include "net/world.h"
#include "servers/certificates.h"
#include "servers/dns_server.h"
#include "servers/scripted_server.h"
#include "servers/scripts.h"

namespace offline::net {

using namespace std::chrono_literals;

/// A client behind a router that serves names, and a mail server beyond it, all with IPv4 and IPv6. The name
/// mail.test is the server's, and the client trusts the certificates of `authority`.
///
///     MailWorld world;
///     const auto imap = world.serve(143, servers::imap());
///     Client mail({.endpoints = {"imap://mail.test"}});
struct MailWorld {
    enum class Families : std::uint8_t { both, v4, v6 };

    /// Where a family is missing, the client and the name server are without it; the mail server and its name
    /// have both.
    explicit MailWorld(Families families = Families::both);

    /// A server of that script at the mail server's host.
    std::unique_ptr<servers::ScriptedServer> serve(std::uint16_t port, servers::Script script);

    World world;
    Host& router;
    Host& server;
    servers::Certificates authority;
    std::optional<servers::DnsServer> names;
};

/// A server of that script at that host.
std::unique_ptr<servers::ScriptedServer> serve_at(Host& host, std::uint16_t port, servers::Script script);

// The limits of the contract for the policy that a ClientProfile has by itself: looks 2 s apart (+10 %), 1 s
// for one, three strikes. The noise is that of a machine with other work.
inline constexpr auto interval = 2200ms;
inline constexpr auto timeout = 1s;
inline constexpr auto first_look = interval + timeout;
inline constexpr auto k_looks = 3 * (timeout + 1s);
inline constexpr auto noise = 1s;

/// Expects that the first thing told is "offline" for that reason, not later than that after `since`, with
/// these words in the detail.
void expect_offline(Client& mail, Reason reason, Stamp since, std::chrono::nanoseconds limit,
                    const std::string& words = {});

/// Expects `online` and `ok` within the limit after `since`.
void expect_online(Client& mail, Stamp since, std::chrono::nanoseconds limit);

/// Expects that no more than so many changes were told, and, while the engine looks again, are told.
void expect_no_more_than(std::size_t changes, Client& mail, std::chrono::nanoseconds time = 1500ms);

/// How late it is.
inline Stamp now() { return std::chrono::steady_clock::now(); }

} // namespace offline::net
