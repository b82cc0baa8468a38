#include "dispatch/house.h"

#include <utility>

namespace offline::dispatch {
namespace {

class Writer : public Sink {
public:
    Writer(std::shared_ptr<Diary> diary, std::function<void()> at_end)
        : diary_(std::move(diary)), at_end_(std::move(at_end)) {}

    ~Writer() override {
        if (at_end_)
            at_end_();
        diary_->close();
    }

    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void deliver(const Notice& notice) override { diary_->write(notice); }

private:
    std::shared_ptr<Diary> diary_;
    std::function<void()> at_end_;
};

} // namespace

void Door::open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
}

void Door::wait() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [&] { return open_; });
}

void Diary::write(const Notice& notice) {
    if (inside_.exchange(true))
        overlapped_ = true;
    {
        const std::lock_guard lock(mutex_);
        phases_.push_back(notice.phase);
        threads_.push_back(std::this_thread::get_id());
        written_.notify_all();
    }
    const auto leave = [&] {
        inside_ = false;
        const std::lock_guard lock(mutex_);
        ++returned_;
        written_.notify_all();
    };
    try {
        if (act_)
            act_(notice);
    } catch (...) {
        leave();
        throw;
    }
    leave();
}

bool Diary::wait(std::function<bool()> condition) {
    std::unique_lock lock(mutex_);
    return written_.wait_for(lock, generous, std::move(condition));
}

bool Diary::wait_begun(std::size_t calls) {
    return wait([&] { return phases_.size() >= calls; });
}

bool Diary::wait_returned(std::size_t calls) {
    return wait([&] { return returned_ >= calls; });
}

bool Diary::wait_destroyed() {
    return wait([&] { return destroyed_; });
}

std::vector<model::Phase> Diary::phases() {
    const std::lock_guard lock(mutex_);
    return phases_;
}

std::vector<std::thread::id> Diary::threads() {
    const std::lock_guard lock(mutex_);
    return threads_;
}

std::size_t Diary::begun() { return phases().size(); }

bool Diary::destroyed() {
    const std::lock_guard lock(mutex_);
    return destroyed_;
}

void Diary::close() {
    const std::lock_guard lock(mutex_);
    destroyed_ = true;
    written_.notify_all();
}

Token House::subscribe(const std::shared_ptr<Diary>& diary, std::function<void()> at_end) {
    return dispatcher_.transact([&](Delivery& delivery, base::Instant) {
        return delivery.subscribe(object, std::make_unique<Writer>(diary, std::move(at_end)));
    });
}

std::shared_ptr<Change> House::change(bool wished) {
    settle();
    return dispatcher_.transact([&](Delivery& delivery, base::Instant now) {
        const State to = state_ == State::online ? State::offline : State::online;
        ChangePlan plan{.wished = wished, .flip = [this, to](auto) { state_ = to; }, .ended = [](auto) {}};
        plan.levels.push_back({{object, {.from = state_, .to = to}}});
        change_ = delivery.begin(std::move(plan), now);
        return change_;
    });
}

bool House::settle() {
    return dispatcher_.wait([&] { return !change_ || change_->over(); },
                            std::chrono::steady_clock::now() + generous);
}

} // namespace offline::dispatch
