#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "dispatch/dispatcher.h"

namespace offline::dispatch {

using namespace std::chrono_literals;

/// More time than any machine needs: what takes longer does not come.
inline constexpr auto generous = 30s;

/// A door that threads wait at until the test opens it; its destructor opens it too.
class Door {
public:
    Door() = default;

    ~Door() { open(); }

    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;

    void open();
    void wait();

private:
    std::mutex mutex_;
    std::condition_variable opened_;
    bool open_ = false;
};

/// What one registration was told, and what it does meanwhile.
class Diary {
public:
    using Act = std::function<void(const Notice&)>;

    explicit Diary(Act act = {}) : act_(std::move(act)) {}

    void write(const Notice& notice);
    /// Waits until so many calls have begun, or returned; false where they do not come.
    bool wait_begun(std::size_t calls);
    bool wait_returned(std::size_t calls);
    bool wait_destroyed();

    std::vector<model::Phase> phases();
    std::vector<std::thread::id> threads();

    std::size_t begun();
    bool destroyed();
    void close();

    bool overlapped() const { return overlapped_; }

private:
    bool wait(std::function<bool()> condition);

    Act act_;
    std::mutex mutex_;
    std::condition_variable written_;
    std::vector<model::Phase> phases_;
    std::vector<std::thread::id> threads_;
    std::size_t returned_ = 0;
    bool destroyed_ = false;
    std::atomic<bool> inside_ = false, overlapped_ = false;
};

/// A Dispatcher with one object in it, and the diaries of its registrations.
class House {
public:
    static constexpr int place = 0;
    static constexpr ObjectKey object = &place;

    /// `at_end` runs in the destructor of the sink.
    Token subscribe(const std::shared_ptr<Diary>& diary, std::function<void()> at_end = {});
    /// Begins a change of the one object; waits before for the end of the one under way.
    std::shared_ptr<Change> change(bool wished = false);
    /// Waits until the change under way is over.
    bool settle();

    Dispatcher& dispatcher() { return dispatcher_; }

private:
    std::shared_ptr<Change> change_; ///< guarded by the dispatcher's lock
    State state_ = State::online;
    Dispatcher dispatcher_;
};

} // namespace offline::dispatch
