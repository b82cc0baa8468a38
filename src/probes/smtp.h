#pragma once

#include <boost/asio/awaitable.hpp>

#include "probes/connection.h"
#include "probes/greeting.h"

namespace offline::probes::smtp {

/// Hears the greeting; where `upgrade` is wanted and the server offers it, gets as far as the TLS handshake.
asio::awaitable<Greeting> greet(Connection& server, bool upgrade);

asio::awaitable<void> leave(Connection& server);

} // namespace offline::probes::smtp
