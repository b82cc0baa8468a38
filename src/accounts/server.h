#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/endpoint.h"

namespace offline::accounts {

enum class Protocol : std::uint8_t { imap, pop3, smtp };

/// A server as a mail program's configuration says it.
struct Server {
    Protocol protocol{};
    std::string host;
    std::uint16_t port{}; ///< 0: the usual one
    bool tls{};           ///< from the start; STARTTLS is used wherever a server offers it
};

/// Its endpoint. Code::usage where the host is none, or this machine itself.
base::Result<model::Endpoint> endpoint_of(const Server& server);

/// 993, 995 and 465: where a configuration does not say how it encrypts, these do.
bool is_a_tls_port(std::uint16_t port);

/// 0 where the text is no port.
std::uint16_t port_of(std::string_view text);

} // namespace offline::accounts
