#pragma once

#include <atomic>

#include <boost/asio/io_context.hpp>

namespace offline::session {

/// The descriptors of the engine, as a forked child can find and close them: the child may call only what is
/// safe between fork and exec, and cannot ask the loop, whose locks may be held by threads that are not
/// there.
///
/// Whatever the loop waits for is in its epoll set, or in a set that is in there, and the kernel lists them
/// in /proc/self/fdinfo.
class Descriptors {
public:
    explicit Descriptors(boost::asio::io_context& loop);

    /// One that the loop does not wait for; -1 for none. Any thread.
    void close_too(int besides) noexcept { besides_.store(besides, std::memory_order_release); }

    /// Closes them all. Safe in a signal handler and in a forked child; without /proc only close-on-exec is
    /// left.
    void close_all() const noexcept;

private:
    int epoll_ = -1;
    std::atomic<int> besides_{-1};
};

} // namespace offline::session
