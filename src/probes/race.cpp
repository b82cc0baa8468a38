#include "probes/race.h"

#include <algorithm>
#include <string>

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "probes/tcp_socket.h"
#include "probes/timing.h"

namespace offline::probes {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

Reason reason_of(const error_code& error) {
    if (error == asio::error::connection_refused)
        return Reason::refused;
    if (error == asio::error::connection_reset) // the connection stood already
        return Reason::no_greeting;
    if (error == asio::error::timed_out)
        return Reason::connect_timeout;
    return is_want_of_our_own(error.value()) ? Reason::unknown : Reason::unreachable;
}

int distance(Reason reason) {
    switch (reason) {
    case Reason::no_greeting:
        return 4;
    case Reason::refused:
        return 3;
    case Reason::connect_timeout:
        return 2;
    case Reason::unreachable:
        return 1;
    default:
        return 0;
    }
}

} // namespace

asio::awaitable<void> Race::run(std::vector<model::Address> addresses) {
    const auto first = attempts_.size();
    for (const auto& each : addresses)
        attempts_.push_back({.address = each});
    co_await run_from(first, attempts_.size());
}

Failed Race::failure() const {
    const auto& attempt = best();
    if (attempt.failed)
        return *attempt.failed;
    return {Reason::connect_timeout,
            attempt.address.to_string() + " port " + std::to_string(port_) + " does not answer"};
}

model::Address Race::furthest() const { return best().address; }

asio::awaitable<void> Race::run_from(std::size_t first, std::size_t end) {
    if (first + 1 == end)
        return attempt_at(attempts_[first]);
    return staggered(attempt_at(attempts_[first]), stagger, run_from(first + 1, end));
}

asio::awaitable<void> Race::attempt_at(Attempt& attempt) {
    if (!may_lose_the_first_)
        return connect(attempt);
    return staggered(connect(attempt), stagger, connect_again(attempt));
}

// Only silence is worth it.
asio::awaitable<void> Race::connect_again(Attempt& attempt) {
    if (attempt.failed)
        throw Failed(*attempt.failed);
    co_await connect(attempt);
}

asio::awaitable<void> Race::connect(Attempt& attempt) {
    attempt.begun = true;
    const tcp::endpoint there(attempt.address, port_);
    tcp::socket socket(co_await asio::this_coro::executor);
    error_code error = open_socket(socket, there.protocol());
    if (!error)
        co_await socket.async_connect(there, asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted)
        throw boost::system::system_error(error);
    if (error) {
        attempt.failed = Failed{reason_of(error), attempt.address.to_string() + " port " +
                                                      std::to_string(port_) + ": " + error.message()};
        throw Failed(*attempt.failed);
    }
    if (!won_)
        won_ = std::move(socket);
}

const Race::Attempt& Race::best() const {
    const auto rank = [](const Attempt& attempt) {
        if (!attempt.begun)
            return -1;
        return distance(attempt.failed ? attempt.failed->reason : Reason::connect_timeout);
    };
    return *std::ranges::max_element(attempts_, {}, rank);
}

} // namespace offline::probes
