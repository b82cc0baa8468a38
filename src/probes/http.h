#pragma once

#include <cstdint>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "probes/connection.h"

namespace offline::probes::http {

/// The final answer to a request, as far as a look needs it.
struct Answer {
    unsigned status{};
    std::string status_line; ///< printable, such as "503 Service Unavailable"
    std::string location;    ///< where a redirect leads; empty where it is none
    bool stays_open{};       ///< the same connection takes another request
    bool head_rejected{};    ///< it does not know HEAD, and what GET would give is not known
};

/// The `Host` of a request: brackets around IPv6, the port where it is not the scheme's own.
std::string host_field(const std::string& host, std::uint16_t port, std::uint16_t usual_port);

/// Sends one request without a cookie or a credential, and reads the head of the answer.
asio::awaitable<Answer> ask(Connection& server, std::string method, std::string host, std::string target);

/// HEAD, and GET where the server does not know HEAD and keeps the connection open. One that closes has
/// answered: it is not asked over another connection, since servers count those.
asio::awaitable<Answer> look_at(Connection& server, std::string host, std::string target);

/// The host that a redirect leads to, in lower case; empty where it stays on the same host.
std::string host_of_redirect(const std::string& location, const std::string& host);

} // namespace offline::probes::http
