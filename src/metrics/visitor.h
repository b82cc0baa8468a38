#pragma once

#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>

#include "base/timestamp.h"
#include "metrics/answer.h"
#include "metrics/pages.h"

namespace offline::metrics {

/// One connection: a request and its answer, again and again, each within its time and its bounds.
///
/// Threads: the loop's one.
class Visitor {
public:
    using Socket = boost::asio::generic::stream_protocol::socket;

    /// `pages` outlives the first step after stop().
    Visitor(Socket socket, std::shared_ptr<Pages> pages, bool checks_host);

    /// Returns when the connection is over. The visitor lives until then.
    boost::asio::awaitable<void> serve();
    /// Ends it at once.
    void stop();

    /// When it came, or took its last answer.
    base::Instant idle_since() const noexcept { return idle_since_; }

private:
    boost::asio::awaitable<bool> give(const Answer& answer, const Request& request, bool stays);
    boost::asio::awaitable<bool> give_page(const Request& request, bool stays);
    template <class Response>
    boost::asio::awaitable<bool> send(Response& response);

    boost::beast::basic_stream<boost::asio::generic::stream_protocol> stream_;
    const std::shared_ptr<Pages> pages_;
    const bool checks_host_;
    base::Instant idle_since_;
};

} // namespace offline::metrics
