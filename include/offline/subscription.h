#pragma once

/// The right to be told, and its end.

#include <memory>

#include <offline/export.h>

namespace offline {

/// Its destructor unsubscribes. When that has returned, the callback is not running and never will again, and
/// what it captured is destroyed. From inside the callback itself it returns at once: the running call is the
/// last.
///
/// Do not destroy it while you hold a lock that the callback takes: the destructor waits for a call that is
/// running. Threads: any.
class OFFLINE_EXPORT Subscription {
public:
    Subscription() noexcept;
    ~Subscription();
    Subscription(Subscription&&) noexcept;
    Subscription& operator=(Subscription&&) noexcept;

private:
    friend class Session;
    struct Inner;
    explicit Subscription(std::unique_ptr<Inner> inner) noexcept;

    std::unique_ptr<Inner> inner_;
};

} // namespace offline
