#include "dispatch/dispatcher.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <cxxabi.h>
#include <unistd.h>

#include "dispatch/quiet_thread.h"

namespace offline::dispatch {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t workers_kept = 1;
constexpr unsigned walks_between_masks = 4; ///< and before it rests: a client may have let signals through
constexpr auto patience_without_threads = std::chrono::milliseconds(100);
constexpr auto surplus_worker_rests_for = std::chrono::seconds(10);

// False where the system gives no more threads: those that are there go on with the work.
bool begin_thread(std::function<void()> body) {
    try {
        quiet_thread(std::move(body)).detach();
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

// The lock is held for less time than it takes to sleep and wake.
void lock_soon(std::unique_lock<std::mutex>& lock) {
    constexpr int tries = 30;
    for (int i = 0; i < tries; ++i) {
        if (lock.try_lock())
            return;
        std::this_thread::yield();
    }
    lock.lock();
}

} // namespace

bool Dispatcher::inside_a_call() noexcept { return Inside::whom() != Token::none; }

Dispatcher::~Dispatcher() {
    std::unique_lock lock(mutex_);
    ending_ = true;
    delivery_.interrupt_all(Clock::now());
    work_to_do_.notify_all();
    watch_again_.notify_all();
    happened_.wait(lock, [&] { return workers_ == 0 && !watched_; });
}

void Dispatcher::unsubscribe_all_of(ObjectKey object, const void* owner) {
    // One that is being told while the others end may register anew.
    const auto given_out_after = [&](Token last) {
        return transact([&](Delivery& delivery) { return delivery.owned_by(object, owner, last); });
    };
    for (auto tokens = given_out_after(Token::none); !tokens.empty(); tokens = given_out_after(tokens.back()))
        for (const Token token : tokens)
            if (unsubscribe(token, owner); is_abandoned())
                return;
}

bool Dispatcher::unsubscribe(Token token, const void* owner) {
    std::unique_lock lock(mutex_);
    const Token caller = Inside::whom();
    const auto now = delivery_.at_work() ? Clock::now() : base::Instant{};
    const auto farewell = delivery_.unsubscribe(token, owner, caller, now);
    if (!farewell)
        return false;
    if (*farewell != Delivery::Farewell::at_once) {
        serve_locked(); // the sink's destructor, or the call, may take its time
        if (*farewell == Delivery::Farewell::release) {
            if (!release(lock, token))
                return true;
        } else {
            const Waiting counted(*this);
            happened_.wait(lock, [&] { return !delivery_.known(token); });
        }
        delivery_.waited(caller);
    }
    serve_locked();
    return true;
}

void Dispatcher::silence(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    ending_ = true;
    delivery_.interrupt_all(Clock::now());
    tell_those_who_wait();
    const Waiting counted(*this);
    const std::size_t own = inside_a_call() ? 1 : 0;
    happened_.wait_until(lock, Clock::now() + limit, [&] { return delivery_.running() <= own; });
}

// Whatever was done under the lock, somebody now serves what came of it.
void Dispatcher::serve_locked(std::optional<base::Instant> now) {
    tell_of_endings();
    if (ending_ || delivery_.at_rest())
        return;
    if (may_take()) {
        if (resting_ > 0)
            return work_to_do_.notify_one(); // it serves when it has taken what there is
        if (workers_ == 0)
            add_worker_locked();
    }
    const auto at = look_up_at(now);
    const bool in_time = watched_ && watching_until_ && at && *watching_until_ <= *at;
    if (!at || in_time)
        return;
    asked_for_ = at;
    if (watched_)
        return watch_again_.notify_one();
    watched_ = begin_thread([this] { watch(); });
}

void Dispatcher::add_worker_locked() {
    short_of_threads_ = workers_ == most_workers || !begin_thread([this] { work(); });
    if (!short_of_threads_)
        ++workers_;
}

void Dispatcher::work() {
    std::unique_lock lock(mutex_);
    auto now = Clock::now();
    unsigned walks = 0;
    // Not on the stack, which Windows frees when a client ends the thread: others know of the walk.
    const auto room = std::make_unique<std::optional<Walk>>();
    while (!ending_) {
        if (may_take()) {
            auto& walk = room->emplace();
            delivery_.take(walk, now);
            serve_locked(now);
            now = go(lock, walk);
            room->reset();
            if (++walks % walks_between_masks == 0)
                block_every_signal();
            continue;
        }
        block_every_signal();
        ++resting_;
        const bool surplus = workers_ > workers_kept;
        const bool woken =
            !surplus ? (work_to_do_.wait(lock), true)
                     : work_to_do_.wait_for(lock, surplus_worker_rests_for) == std::cv_status::no_timeout;
        --resting_;
        now = Clock::now();
        if (!woken && !may_take() && workers_ > workers_kept)
            break;
    }
    --workers_;
    happened_.notify_all();
}

// When the watch wants to look up: at the next deadline, or soon where calls run while others wait behind
// them.
std::optional<base::Instant> Dispatcher::look_up_at(std::optional<base::Instant> now) const {
    auto at = delivery_.next_deadline();
    if (delivery_.anything_ready())
        at = std::min(at.value_or(base::Instant::max()),
                      (now ? *now : Clock::now()) +
                          (short_of_threads_ ? patience_without_threads : Walk::patience));
    return at;
}

void Dispatcher::watch() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        const auto now = Clock::now();
        delivery_.tick(now);
        widen_if_stalled();
        progress_seen_ = progress_;
        // It comes when it was asked to, also where that is not needed any more: to be told so would cost a
        // wake-up in each burst.
        watching_until_ = look_up_at(now);
        if (asked_for_ > now)
            watching_until_ = std::min(watching_until_.value_or(base::Instant::max()), *asked_for_);
        if (watching_until_)
            watch_again_.wait_until(lock, *watching_until_);
        else
            watch_again_.wait(lock);
    }
    watched_ = false;
    happened_.notify_all();
}

void Dispatcher::widen_if_stalled() {
    tell_of_endings();
    if (may_take() && resting_ > 0)
        return work_to_do_.notify_one();
    if (!delivery_.anything_ready() || progress_ != progress_seen_)
        return;
    width_ = delivery_.running() + widening_;
    for (std::size_t i = resting_; i < widening_; ++i)
        add_worker_locked();
    widening_ = std::min(widening_ * 2, most_workers);
    work_to_do_.notify_all();
}

// Returns when it was back.
base::Instant Dispatcher::go(std::unique_lock<std::mutex>& lock, Walk& walk) {
    lock.unlock();
    make_calls(walk, false);
    lock_soon(lock);
    if (!ending_ && walk.owes_a_call()) {
        lock.unlock();
        make_calls(walk, true);
        lock.lock();
    }
    return returned(lock, walk, Clock::now());
}

// A forced unwinding is caught by a reference to nothing, which UndefinedBehaviorSanitizer takes amiss.
__attribute__((no_sanitize("null"))) void Dispatcher::make_calls(Walk& walk, bool one_is_owed) {
    const Inside guard(walk);
    for (bool over = false; !over;) {
        try {
            if (std::exchange(one_is_owed, false))
                walk.call();
            walk.make_calls();
            over = true;
        } catch (abi::__forced_unwind&) { // pthread_exit: the client ends this thread, and nothing else
            end_this_thread(walk);
            throw;
        } catch (...) {
            // A client's exception ends here: it harms nobody but itself.
        }
        end_where_this_is_a_forked_child();
    }
    if (walk.is_of_one())
        block_every_signal(); // who took long may have let some through, too
}

void Dispatcher::end_this_thread(Walk& walk) {
    end_where_this_is_a_forked_child();
    std::unique_lock lock(mutex_);
    const auto now = Clock::now();
    delivery_.interrupt(walk, now);
    returned(lock, walk, now);
    --workers_;
    happened_.notify_all();
    serve_locked(now);
}

// Returns when it is by then.
base::Instant Dispatcher::returned(std::unique_lock<std::mutex>& lock, Walk& walk, base::Instant now) {
    ++progress_;
    short_of_threads_ = false;
    if (const auto ended = delivery_.returned(walk, now)) {
        if (!release(lock, *ended))
            end_where_this_is_a_forked_child();
        block_every_signal(); // the sink's destructor is the client's, too,
        now = Clock::now();   // and may have taken its time
    }
    if (!delivery_.anything_ready()) {
        width_ = delivery_.running() + 1;
        widening_ = 1;
    }
    if (ending_)
        tell_those_who_wait();
    tell_of_endings();
    return now;
}

// A worker of ours that forked is the child's only thread, and nothing but system calls is safe in it.
void Dispatcher::end_where_this_is_a_forked_child() const {
    if (is_abandoned())
        ::_exit(EXIT_SUCCESS);
}

// False, without the lock, where the client has forked meanwhile and this is the child: the lock may be held
// there by nobody who will ever let go of it.
bool Dispatcher::release(std::unique_lock<std::mutex>& lock, Token token) {
    auto& slot = delivery_.slot(token);
    lock.unlock();
    {
        const Inside guard(token);
        slot.destroy_sink();
    }
    if (is_abandoned())
        return false;
    lock.lock();
    delivery_.released(token);
    tell_those_who_wait();
    return true;
}

void Dispatcher::tell_of_endings() {
    if (std::exchange(endings_told_, delivery_.endings()) != delivery_.endings())
        tell_those_who_wait();
}

void Dispatcher::tell_those_who_wait() {
    if (waiting_ > 0)
        happened_.notify_all();
}

} // namespace offline::dispatch
