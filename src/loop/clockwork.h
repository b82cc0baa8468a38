#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "base/timestamp.h"

namespace offline::loop {

/// The one timer of the system's behind all alarms of a loop. Threads: the loop's.
class Clockwork {
public:
    /// Throws boost::system::system_error where the system has no timer left.
    Clockwork(boost::asio::io_context& loop, std::function<void()> rings);
    ~Clockwork();
    Clockwork(const Clockwork&) = delete;
    Clockwork& operator=(const Clockwork&) = delete;

    /// It rings once, then, and not when it was to ring before; now and then it rings too early.
    void wind(base::Instant at);
    /// Nothing is left for the loop to wait for.
    void stop();

private:
    struct Parts;

    std::unique_ptr<Parts> parts_;
};

} // namespace offline::loop
