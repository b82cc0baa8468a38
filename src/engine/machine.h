#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "model/source.h"

namespace offline::engine {

/// What happens to the machine as a whole: it sleeps and wakes, its clock is set, other name servers are
/// asked, somebody else thinks otherwise of its network. One for each platform; on Windows nothing is heard
/// yet.
///
/// Threads: all calls and callbacks belong to the executor's one thread. It outlives the loop's last run.
class Machine {
public:
    struct Listener {
        /// The machine is about to sleep and waits until `told` is called, on any thread; three seconds at
        /// most.
        std::function<void(std::function<void()> told)> sleeps;
        /// It is awake again after that.
        std::function<void()> wakes;
        /// It was asleep and nobody had said so.
        std::function<void()> slept_unannounced;
        /// Something that may mean another network: a hint, and no more.
        std::function<void()> hint;
        std::function<void()> other_name_servers;
        /// Whether what is sent costs money.
        std::function<void(bool)> metered;
    };

    explicit Machine(const boost::asio::any_io_executor& executor);
    ~Machine();
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    /// Called once.
    void listen(Listener listener);
    /// The listener is never called again.
    void stop();

    /// The loop was woken, by whatever.
    void woken();

    bool asleep() const noexcept;

    /// Calls back when the sources have found out how they are doing; perhaps at once, and late where one
    /// waits for an answer.
    void when_known(std::function<void()> done);
    std::vector<model::Source> sources() const;

private:
    struct Parts;

    std::unique_ptr<Parts> parts_;
};

} // namespace offline::engine
