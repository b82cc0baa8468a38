#pragma once

#include <chrono>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/experimental/channel.hpp>

#include "loop/alarm.h"

namespace offline::probes {

namespace asio = boost::asio;

/// An alarm that a coroutine can wait for, once, and be called off from. Threads: the executor's one thread.
class Timer {
public:
    /// It rings only by ring().
    explicit Timer(const asio::any_io_executor& executor) : alarm_(executor), rung_(executor, 1) {}

    Timer(const asio::any_io_executor& executor, std::chrono::nanoseconds after) : Timer(executor) {
        alarm_.set(after, [this] { ring(); });
    }

    void ring() {
        alarm_.off();
        rung_.try_send(boost::system::error_code());
    }

    /// Ends when it rings, or has rung.
    template <class Token>
    auto async_wait(Token&& token) {
        return rung_.async_receive(std::forward<Token>(token));
    }

private:
    loop::Alarm alarm_;
    asio::experimental::channel<void(boost::system::error_code)> rung_;
};

} // namespace offline::probes
