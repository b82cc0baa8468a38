#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "dispatch/delivery.h"

namespace offline::dispatch {

/// The threads around a Delivery, and the one lock of the runtime.
///
/// Calls into sinks come on threads made here, without the lock. One worker makes all the calls as long as
/// they return soon. Another thread watches: when calls do not come back within Walk::patience, it sets more
/// workers on what waits, twice as many each time, so that clients which hang cost the others milliseconds
/// and not their news. While nothing is told, no thread wakes.
class Dispatcher {
public:
    /// One fewer clients than this may hang for ever at the same time before others notice.
    static constexpr std::size_t most_workers = 256;

    Dispatcher() = default;
    /// Waits for running calls. The process-wide one is never destroyed.
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    /// Runs `work(delivery, now)` under the lock, and sees to it that what it made ready is told. Work to
    /// which time does not matter takes the delivery alone.
    template <class Work>
    decltype(auto) transact(Work&& work) {
        std::unique_lock lock(mutex_);
        const AtExit serve{[&] {
            tell_those_who_wait();
            serve_locked();
        }};
        if constexpr (std::is_invocable_v<Work, Delivery&>)
            return std::forward<Work>(work)(delivery_);
        else
            return std::forward<Work>(work)(delivery_, std::chrono::steady_clock::now());
    }

    /// Ends a registration as the API promises: afterwards its sink is not being called, never will be, and
    /// is destroyed, except where the caller is inside that very call, or waiting would close a ring of calls
    /// that wait for each other.
    /// False, and nothing is done, where `owner` has no such registration.
    bool unsubscribe(Token token, const void* owner = nullptr);
    /// Ends every registration with an object that an owner has, likewise.
    void unsubscribe_all_of(ObjectKey object, const void* owner);

    /// Waits until `condition()`, evaluated under the lock after each transact(), each end of a change and
    /// each end of a registration; false where the deadline came first, or no call begins any more.
    template <class Condition>
    bool wait(Condition condition, std::optional<base::Instant> deadline = {}) {
        std::unique_lock lock(mutex_);
        const Waiting counted(*this);
        const auto over = [&] { return ending_ || condition(); };
        if (deadline)
            happened_.wait_until(lock, *deadline, over);
        else
            happened_.wait(lock, over);
        return condition();
    }

    /// No call begins any more, and wait() ends; calls that run are waited for, for so long.
    void silence(std::chrono::milliseconds limit);

    /// In a forked child: none of the threads is here but, perhaps, one that forked inside a call. When that
    /// call returns, the child ends; where a client's own thread forked inside a call of ours, that call
    /// returns.
    void abandon() noexcept {
        abandoned_.store(true, std::memory_order_release);
        Inside::end_walks();
    }

    /// Whether this thread is inside a call into a sink.
    static bool inside_a_call() noexcept;

private:
    template <class End>
    struct AtExit {
        End end;

        ~AtExit() { end(); }
    };
    template <class End>
    AtExit(End) -> AtExit<End>;

    struct Waiting {
        explicit Waiting(Dispatcher& in) : count(in.waiting_) { ++count; }

        ~Waiting() { --count; }

        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;
        std::size_t& count;
    };

    void serve_locked(std::optional<base::Instant> now = {});
    void add_worker_locked();
    void work();
    void watch();
    void widen_if_stalled();
    base::Instant go(std::unique_lock<std::mutex>& lock, Walk& walk);
    void make_calls(Walk& walk, bool one_is_owed);
    base::Instant returned(std::unique_lock<std::mutex>& lock, Walk& walk, base::Instant now);
    void end_this_thread(Walk& walk);
    bool release(std::unique_lock<std::mutex>& lock, Token token);
    void end_where_this_is_a_forked_child() const;

    bool is_abandoned() const noexcept { return abandoned_.load(std::memory_order_acquire); }

    bool may_take() const noexcept { return delivery_.anything_ready() && delivery_.running() < width_; }

    std::optional<base::Instant> look_up_at(std::optional<base::Instant> now) const;
    void tell_of_endings();
    void tell_those_who_wait();

    std::mutex mutex_;
    std::condition_variable work_to_do_;  ///< for workers
    std::condition_variable watch_again_; ///< for the watch
    std::condition_variable happened_;    ///< for wait(), unsubscribe() and silence()
    Delivery delivery_;
    std::size_t workers_ = 0;
    std::size_t resting_ = 0;
    std::size_t waiting_ = 0;
    std::size_t width_ = 1;    ///< so many calls may run at the same time…
    std::size_t widening_ = 1; ///< …and so many more, when none of them comes back
    std::uint64_t progress_ = 0;
    std::uint64_t progress_seen_ = 0;
    std::uint64_t endings_told_ = 0;
    std::optional<base::Instant> watching_until_ =
        base::Instant::min();                ///< none: the watch sleeps until it is woken
    std::optional<base::Instant> asked_for_; ///< when the watch was last asked to look up
    bool short_of_threads_ = false;          ///< no worker could be added the last time
    bool watched_ = false;                   ///< the watch runs
    bool ending_ = false;
    std::atomic<bool> abandoned_{false};
};

} // namespace offline::dispatch
