#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <optional>

#include <boost/asio/any_io_executor.hpp>

#include "base/timestamp.h"

namespace offline::loop {

class Agenda;

/// Rings once, from the loop. All alarms of a loop share one timer of the system's, which is off while nobody
/// waits: one that is called off wakes nobody. Asio's own timers leave the loop waking once for each such,
/// and every five minutes ever after.
///
/// Threads: the executor's one thread. It may be set anew, or end, inside its own ring.
class Alarm {
public:
    /// The executor is that of an io_context.
    explicit Alarm(const boost::asio::any_io_executor& executor);

    ~Alarm() { off(); }

    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    /// What was set before is off.
    void set(base::Instant at, std::function<void()> rings);

    void set(std::chrono::nanoseconds after, std::function<void()> rings) {
        set(std::chrono::steady_clock::now() + after, std::move(rings));
    }

    void off();

private:
    friend class Agenda;

    struct Entry {
        Alarm* alarm;
        std::function<void()> rings;
    };

    using Entries = std::multimap<base::Instant, Entry>;

    Agenda& agenda_;
    std::optional<Entries::iterator> place_; ///< while it is set
};

} // namespace offline::loop
