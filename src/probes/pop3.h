#pragma once

#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "probes/connection.h"
#include "probes/greeting.h"

namespace offline::probes::pop3 {

/// Hears the greeting; where `upgrade` is wanted and the server offers it, gets as far as the TLS handshake.
asio::awaitable<Greeting> greet(Connection& server, bool upgrade);

asio::awaitable<void> leave(Connection& server);

/// Whether a greeting may begin with these bytes.
bool may_begin(std::string_view bytes);

} // namespace offline::probes::pop3
