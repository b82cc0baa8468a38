#pragma once

#include <condition_variable>
#include <mutex>

namespace offline::abi {

/// Opens once, for all. What std::latch is for; that of GCC 12 may sleep through its opening on Windows.
class Gate {
public:
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        opened_.notify_all();
    }

    void wait() {
        std::unique_lock lock(mutex_);
        opened_.wait(lock, [&] { return open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable opened_;
    bool open_ = false;
};

} // namespace offline::abi
