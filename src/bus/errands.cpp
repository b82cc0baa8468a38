#include "bus/errands.h"

#include <system_error>
#include <utility>

#include "dispatch/quiet_thread.h"

namespace offline::bus {

Errands::~Errands() { join(); }

bool Errands::run(const std::string& connection, bool waits, std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    if (ending_)
        return false;
    try {
        Errand errand{connection, std::move(work)};
        return waits ? run_waiting(std::move(errand)) : queue(std::move(errand));
    } catch (const std::system_error&) {
        return false;
    }
}

bool Errands::run_waiting(Errand errand) {
    if (waiting_.size() >= most)
        return false;
    auto& of_this = waiting_of_[errand.connection];
    if (of_this >= most_of_one)
        return false;
    auto& thread = waiting_.emplace_back();
    const auto place = std::prev(waiting_.end());
    try {
        thread = dispatch::quiet_thread([this, place, errand = std::move(errand)] {
            join_ended();
            errand.work();
            const std::lock_guard ends(mutex_);
            discount(waiting_of_, errand.connection);
            ended_.splice(ended_.end(), waiting_, place);
            something_to_do_.notify_all();
        });
    } catch (...) {
        waiting_.pop_back();
        throw;
    }
    ++of_this;
    return true;
}

void Errands::join_ended() {
    std::unique_lock lock(mutex_);
    auto ended = std::exchange(ended_, {});
    lock.unlock();
    for (auto& each : ended)
        each.join();
}

bool Errands::queue(Errand errand) {
    if (queue_.size() >= most_queued)
        return false;
    if (!hand_.joinable())
        hand_ = dispatch::quiet_thread([this] { work_off(); });
    auto& of_this = queued_of_[errand.connection];
    if (of_this >= most_of_one)
        return false;
    ++of_this;
    queue_.push_back(std::move(errand));
    something_to_do_.notify_all();
    return true;
}

void Errands::work_off() {
    std::unique_lock lock(mutex_);
    for (;;) {
        something_to_do_.wait(lock, [this] { return ending_ || !queue_.empty(); });
        if (queue_.empty())
            return;
        auto errand = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        errand.work();
        errand.work = nullptr;
        lock.lock();
        discount(queued_of_, errand.connection);
    }
}

void Errands::join() {
    std::unique_lock lock(mutex_);
    ending_ = true;
    something_to_do_.notify_all();
    something_to_do_.wait(lock, [this] { return waiting_.empty(); });
    auto hand = std::exchange(hand_, {});
    lock.unlock();
    join_ended();
    if (hand.joinable())
        hand.join();
}

void Errands::discount(Counts& counts, const std::string& connection) {
    const auto found = counts.find(connection);
    if (--found->second == 0)
        counts.erase(found);
}

} // namespace offline::bus
