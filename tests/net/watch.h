#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <sys/types.h>

#include "net/kernel.h"

namespace offline::net {

/// `offlinectl watch PROFILE --json`, run in the network of the thread that makes it; what it prints is read
/// as it comes.
class Watch {
public:
    static constexpr auto patience = std::chrono::seconds(10);

    /// The one at that path, of a profile on disk.
    Watch(const std::string& offlinectl, const std::string& profile);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// Waits until the profile is judged `reason`.
    void until(const std::string& reason);

    pid_t process() const noexcept { return process_; }

    /// How many DONEs have come.
    std::size_t changes();

    /// When the nth DONE, from 1, entered its callback.
    Stamp done(std::size_t nth);

private:
    struct Event {
        bool done;
        std::string reason;
        Stamp at;
    };

    static Event parse(const std::string& line);
    void read();
    template <class Holds>
    void wait(const std::string& what, Holds holds);

    pid_t process_ = -1;
    std::FILE* lines_ = nullptr;
    std::mutex mutex_;
    std::condition_variable moved_;
    std::vector<Event> events_;
    std::thread reader_;
};

} // namespace offline::net
