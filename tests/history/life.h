#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "history/journal.h"
#include "history/reader.h"
#include "servers/temp_folder.h"

namespace offline::history {

using namespace std::chrono_literals;

/// What a journal tells people.
class Told {
public:
    Journal::Tell teller() {
        return [this](const std::string& what) {
            const std::lock_guard lock(mutex_);
            lines_.push_back(what);
            moved_.notify_all();
        };
    }

    std::vector<std::string> lines() {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

    /// Waits until so many lines were told.
    bool counts(std::size_t many) {
        std::unique_lock lock(mutex_);
        return moved_.wait_for(lock, 30s, [&] { return lines_.size() >= many; });
    }

private:
    std::mutex mutex_;
    std::condition_variable moved_;
    std::vector<std::string> lines_;
};

/// A profile "Work", whose life a test writes; it began a day ago, at an hour of the wall clock.
class Life : public testing::Test {
protected:
    /// So long after the beginning, on both clocks.
    Moment at(std::chrono::microseconds later) const {
        return {began_.monotonic + later, began_.wall + later};
    }

    static Watch begins(Moment when, State state = State::online, Reason reason = Reason::ok) {
        return {
            .kind = Watch::Kind::begins, .profile = "Work", .standing = {state, reason, "", {}}, .at = when};
    }

    static Watch ends(Moment when) {
        return {.kind = Watch::Kind::ends, .profile = "Work", .standing = {}, .at = when};
    }

    static Change turns(State to, Reason reason, Moment when, std::string detail = {}) {
        const auto from = to == State::online ? State::offline : State::online;
        return {.profile = "Work",
                .transition = {from, to, Reason::unknown, reason, std::move(detail)},
                .evidence = {},
                .at = when};
    }

    static Change goes_offline(Moment when, Reason reason = Reason::refused) {
        return turns(State::offline, reason, when);
    }

    static Change comes_online(Moment when) { return turns(State::online, Reason::ok, when); }

    /// The reason moves while the profile stays offline.
    static Change offline_for(Reason reason, Moment when) {
        auto change = turns(State::offline, reason, when);
        change.transition.from = State::offline;
        return change;
    }

    Journal& journal() {
        if (!journal_)
            journal_.emplace(file_, policy_, told_.teller());
        return *journal_;
    }

    template <class... Records>
    void write(const Records&... records) {
        (journal().record(records), ...);
        const auto flushed = journal().flush();
        ASSERT_TRUE(flushed) << flushed.error().what;
    }

    Reader reader() const {
        auto reader = Reader::open(file_).value();
        return std::move(reader).value();
    }

    std::vector<PastChange> changes(std::optional<base::WallTime> since = {},
                                    std::optional<std::uint64_t> limit = {}) const {
        return reader().changes("Work", since, limit).value();
    }

    Summary summary(Moment now, std::optional<base::WallTime> since = {}) const {
        return reader().summary("Work", since, now).value().value();
    }

    servers::TempFolder folder_;
    std::filesystem::path file_ = folder_.path() / "state" / "offlined" / "history.sqlite";
    Policy policy_;
    Told told_;
    std::optional<Journal> journal_;
    const Moment began_{std::chrono::steady_clock::now() - 24h,
                        std::chrono::floor<std::chrono::hours>(std::chrono::system_clock::now() - 24h)};
};

} // namespace offline::history
