#pragma once

#include <cstddef>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "metrics/listener.h"
#include "metrics/pages.h"

namespace offline::metrics {

/// Tells the metrics over HTTP to whoever asks at the place: `GET /metrics`.
///
/// Memory and time are bounded, whatever a client does: so many connections, of which a new one ends the one
/// that has been idle the longest; short requests; one page for all who ask at the same time.
/// Threads: the executor's one. It may end while requests are under way: their connections close.
class Server {
public:
    static constexpr std::size_t most_visitors = 8;

    Server(const boost::asio::any_io_executor& executor, std::unique_ptr<Listener> listener,
           Pages::Make make);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

private:
    class Hall;

    const std::unique_ptr<Listener> listener_;
    const std::shared_ptr<Hall> hall_;
};

} // namespace offline::metrics
