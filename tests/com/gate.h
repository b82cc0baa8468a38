#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace offline::clients {

/// How long a test waits for what must happen, before it fails.
inline constexpr auto generous = std::chrono::seconds(10);

/// A door inside a callback: whoever comes to it stays there until it is opened.
class Gate {
public:
    Gate() = default;
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    void pass() {
        std::unique_lock lock(mutex_);
        ++came_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }

    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

    /// Waits until so many have come to it, or the limit is over: false.
    bool reached(int by = 1, std::chrono::milliseconds limit = generous) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, limit, [&] { return came_ >= by; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int came_ = 0;
    bool open_ = false;
};

} // namespace offline::clients
