#pragma once

#include <optional>
#include <string>

#include "servers/scripted_server.h"

namespace offline::servers {

/// Well-behaved servers. `identity` in the first group: STARTTLS (STLS) is offered and works.
Script imap(std::optional<Identity> identity = {});
Script smtp(std::optional<Identity> identity = {});
Script pop3(std::optional<Identity> identity = {});

/// The same with TLS from the start.
Script imaps(const Identity& identity);
Script smtps(const Identity& identity);
Script pop3s(const Identity& identity);

/// Answers every request alike: `http("204 No Content")`, `http("302 Found", "Location:
/// http://login.test/\r\n")`.
Script http(const std::string& status, const std::string& headers = {});
Script https(const Identity& identity, const std::string& status, const std::string& headers = {});

/// The first script after a TLS handshake.
Script encrypted(const Identity& identity, Script script);

} // namespace offline::servers
