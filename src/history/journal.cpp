#include "history/journal.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "dispatch/quiet_thread.h"
#include "history/scribe.h"
#include "model/profile.h"

namespace offline::history {
namespace {

using Clock = std::chrono::steady_clock;

/// Which stretches a record is about: those of one profile, or all.
std::string subject_of(const Record& record) {
    return std::visit(
        [](const auto& one) -> std::string {
            if constexpr (requires { one.profile; })
                return model::name_key(one.profile);
            else
                return {};
        },
        record);
}

} // namespace

/// Where callers leave records, and the thread that takes them away.
class Journal::Desk {
public:
    Desk(const std::filesystem::path& file, const Policy& policy, const Tell& tell)
        : policy_(policy),
          tell_(tell),
          scribe_(file, policy, tell),
          thread_(dispatch::quiet_thread([this] { work(); })) {}

    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    ~Desk() {
        {
            const std::lock_guard lock(mutex_);
            ends_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }

    void put(Record record) {
        const std::lock_guard lock(mutex_);
        if (waiting_.empty())
            first_came_ = Clock::now();
        waiting_.push_back(std::move(record));
        drop_what_is_too_much();
        if (waiting_.size() == 1 || waiting_.size() == many())
            changed_.notify_all();
    }

    base::Result<void> flush() {
        std::unique_lock lock(mutex_);
        const auto mine = ++flushes_asked_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return flushes_served_ >= mine; });
        if (trouble_)
            return base::failure(base::Code::unexpected, "the history cannot be written: " + *trouble_);
        return {};
    }

    std::optional<std::string> trouble() const {
        const std::lock_guard lock(mutex_);
        return trouble_;
    }

private:
    std::size_t many() const { return std::max<std::size_t>(policy_.queue / 2, 2); }

    void drop_what_is_too_much() {
        for (; waiting_.size() > policy_.queue; ++dropped_count_) {
            auto& oldest = waiting_.front();
            if (!std::holds_alternative<Wish>(oldest)) // which changes nothing of how things stand
                dropped_.insert_or_assign(subject_of(oldest), std::move(oldest));
            waiting_.pop_front();
        }
    }

    bool hurried() const { return ends_ || flushes_asked_ != flushes_served_; }

    // Waits until there is something to write, and until it is time to write it.
    void wait_for_work(std::unique_lock<std::mutex>& lock) {
        if (trouble_) {
            changed_.wait_until(lock, tried_ + policy_.retry, [&] { return hurried(); });
            return;
        }
        changed_.wait(lock, [&] { return hurried() || !waiting_.empty(); });
        changed_.wait_until(lock, first_came_ + policy_.linger,
                            [&] { return hurried() || waiting_.size() >= many(); });
    }

    Batch take() { return {std::exchange(waiting_, {}), std::exchange(dropped_, {})}; }

    void give_back(Batch batch) {
        std::ranges::move(waiting_, std::back_inserter(batch.records));
        waiting_ = std::move(batch.records);
        dropped_.merge(batch.dropped); // where a profile is in both, what was dropped meanwhile came later
        drop_what_is_too_much();
    }

    void work() {
        std::unique_lock lock(mutex_);
        for (bool over = false; !over;) {
            wait_for_work(lock);
            const auto serves = flushes_asked_;
            over = ends_;
            auto batch = take();
            lock.unlock();
            auto trouble = scribe_.write(batch);
            if (over && !trouble)
                trouble = scribe_.finish(Moment::now());
            lock.lock();
            if (trouble)
                give_back(std::move(batch));
            const auto news = what_to_tell(trouble);
            trouble_ = std::move(trouble);
            tried_ = Clock::now();
            if (news) {
                lock.unlock();
                tell_(*news);
                lock.lock();
            }
            flushes_served_ = serves;
            changed_.notify_all();
            if (!trouble_) {
                lock.unlock();
                scribe_.tidy();
                lock.lock();
            }
        }
    }

    std::optional<std::string> what_to_tell(const std::optional<std::string>& trouble) {
        if (trouble && !trouble_)
            return "the history cannot be written: " + *trouble + "; it goes on without, and tries again";
        if (!trouble && dropped_count_ != 0)
            return "the history goes on; " + std::to_string(std::exchange(dropped_count_, 0)) +
                   " records were too many and are lost";
        if (!trouble && trouble_)
            return "the history goes on";
        return std::nullopt;
    }

    const Policy policy_;
    const Tell tell_;
    Scribe scribe_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Record> waiting_;
    std::map<std::string, Record> dropped_; ///< the last of each profile
    std::uint64_t dropped_count_ = 0;
    Clock::time_point first_came_;
    std::optional<std::string> trouble_; ///< of the last attempt
    Clock::time_point tried_;
    std::uint64_t flushes_asked_ = 0, flushes_served_ = 0;
    bool ends_ = false;

    std::thread thread_; // the last member: it uses all others
};

Journal::Journal(const std::filesystem::path& file, const Policy& policy, Tell tell)
    : desk_(std::make_unique<Desk>(file, policy, std::move(tell))) {}

Journal::~Journal() = default;

void Journal::record(Record record) { desk_->put(std::move(record)); }

base::Result<void> Journal::flush() { return desk_->flush(); }

std::optional<std::string> Journal::trouble() const { return desk_->trouble(); }

} // namespace offline::history
