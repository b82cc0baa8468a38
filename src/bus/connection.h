#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "base/result.h"
#include "base/timestamp.h"
#include "loop/alarm.h"
#include "sources/bus_socket.h"

namespace offline::bus {

/// One connection to the user's session bus: calls, each with a limit of its own, and signals. It does not
/// come back by itself.
///
/// Threads: all calls and callbacks belong to the executor's one thread.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    struct Hearer {
        std::function<void(const sources::BusMessage&)> signal;
        std::function<void(std::string why)> lost; ///< every call has been answered with a failure by then
    };

    /// The reply, while the call lasts.
    using Answer = base::Result<const sources::BusMessage*>;
    using Answered = std::function<void(const Answer&)>;

    static base::Result<std::shared_ptr<Connection>> open(const boost::asio::any_io_executor& executor,
                                                          Hearer hearer);
    /// From open() only.
    Connection(const boost::asio::any_io_executor& executor, std::shared_ptr<sources::BusSocket> socket,
               Hearer hearer);

    void call(sources::BusCall call, std::chrono::nanoseconds limit, Answered answered);
    /// Nobody wants to know what comes of it.
    void send(sources::BusCall call);
    /// Whoever waits for an answer is told that none comes.
    void fail_calls(const base::Failure& why);

private:
    struct Call {
        Answered answered;
        base::Instant limit;
    };

    void start();
    void hear(const sources::BusMessage& message);
    void lose(const std::string& why);
    void watch_limits();
    void give_up_calls();

    std::shared_ptr<sources::BusSocket> socket_;
    Hearer hearer_;
    std::map<std::uint32_t, Call> calls_;
    std::uint32_t last_serial_ = 0;
    loop::Alarm alarm_; ///< the next limit of a call
    bool lost_ = false;
};

/// A method of the bus itself.
sources::BusCall call_of_the_bus(std::string method, std::vector<sources::BusValue> arguments);

} // namespace offline::bus
