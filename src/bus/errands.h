#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace offline::bus {

/// What takes longer than the loop of the bus may stand still: wishes, which go to disk, and whose changes
/// are waited for. One that waits has a thread of its own; the others have one together, in their order.
///
/// Threads: any.
class Errands {
public:
    static constexpr std::size_t most = 64;       ///< that wait
    static constexpr std::size_t most_of_one = 8; ///< of either kind
    static constexpr std::size_t most_queued = 1024;

    Errands() = default;
    /// Waits for those that were begun.
    ~Errands();
    Errands(const Errands&) = delete;
    Errands& operator=(const Errands&) = delete;

    /// False where there are too many, of all or of this connection, or no thread can be had.
    bool run(const std::string& connection, bool waits, std::function<void()> work);
    /// Waits for those that were begun.
    void join();

private:
    struct Errand {
        std::string connection;
        std::function<void()> work;
    };

    using Counts = std::map<std::string, std::size_t>;

    bool run_waiting(Errand errand);
    bool queue(Errand errand);
    void work_off();
    void join_ended();
    static void discount(Counts& counts, const std::string& connection);

    std::mutex mutex_;
    std::condition_variable something_to_do_;
    std::list<std::thread> waiting_;
    std::list<std::thread> ended_; ///< to be joined
    Counts waiting_of_;
    std::thread hand_;
    std::deque<Errand> queue_;
    Counts queued_of_;
    bool ending_ = false;
};

} // namespace offline::bus
