#pragma once

#include <string>

#include "probes/failed.h"

namespace offline::probes {

/// How a server has met us.
struct Greeting {
    std::string words; ///< its own, printable
    bool start_tls{};  ///< it has agreed to a TLS handshake now
};

/// "* BYE too many users": the server itself says that it will not.
Failed refused_by_server(const std::string& line);

/// Something answers, and it does not speak `protocol`.
Failed another_protocol(const std::string& protocol, const std::string& line);

/// The server offers encryption and, asked for it, says no.
Failed encryption_refused(const std::string& line);

} // namespace offline::probes
