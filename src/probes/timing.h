#pragma once

#include <chrono>

#include <boost/asio/awaitable.hpp>

namespace offline::probes {

namespace asio = boost::asio;

/// Runs the work until it ends (true; what it throws is thrown on) or the limit is over (false: it has been
/// cancelled and has ended).
asio::awaitable<bool> within(std::chrono::nanoseconds limit, asio::awaitable<void> work);

/// Runs `first`; where it fails, or once the head start is over, `second` beside it. Ends well with the one
/// that ends well first, the other is cancelled; where both fail, throws what `first` threw.
asio::awaitable<void> staggered(asio::awaitable<void> first, std::chrono::nanoseconds head_start,
                                asio::awaitable<void> second);

} // namespace offline::probes
