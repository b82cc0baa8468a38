#pragma once

#include <memory>

#include <boost/asio/awaitable.hpp>

#include "model/endpoint.h"
#include "probes/connection.h"

namespace offline::probes {

/// Takes leave of a server as its protocol wants it, and closes the connection: within half a second,
/// whatever the server does. What goes wrong here changes no verdict. `place` is let go of at the end.
asio::awaitable<void> take_leave(std::unique_ptr<Connection> server, model::Scheme scheme,
                                 std::shared_ptr<void> place);

} // namespace offline::probes
