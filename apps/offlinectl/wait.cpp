#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "offlinectl/opened.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {
namespace {

using Clock = std::chrono::steady_clock;

/// The state that a subscription last told.
class Told {
public:
    void take(const session::Event& event) {
        // At START nothing has changed yet.
        if (event.kind == session::Event::Kind::notify && event.phase == model::Phase::start)
            return;
        {
            const std::lock_guard lock(mutex_);
            state_ = event.new_state;
        }
        changed_.notify_all();
    }

    bool await(State state, std::optional<Clock::time_point> deadline) {
        std::unique_lock lock(mutex_);
        const auto is_so = [&] { return state_ == state; };
        if (deadline)
            return changed_.wait_until(lock, *deadline, is_so);
        changed_.wait(lock, is_so);
        return true;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<State> state_;
};

base::Failure time_is_up(const WaitWanted& wanted, const session::Report& report) {
    const std::string state(word(report.state));
    return base::failure(base::Code::timeout, report.profile + " is still " + state + " (" +
                                                  std::string(word(report.reason)) + ") after " +
                                                  base::print_duration(*wanted.timeout) +
                                                  "; offlinectl why " + report.profile + " says more");
}

} // namespace

base::Result<int> wait(const WaitWanted& wanted, Console& console) {
    std::optional<Clock::time_point> deadline;
    if (wanted.timeout)
        deadline = Clock::now() + *wanted.timeout;
    const auto all = open_profiles({wanted.profile}, console);
    if (!all)
        return all.error();
    const auto& opened = all->front();
    say_who_judges(console);
    const auto first_look = std::min(wanted.timeout.value_or(opened.first_look()), opened.first_look());
    const bool judged = opened.session.wait_judged(first_look);
    if (!judged && deadline && Clock::now() >= *deadline)
        return time_is_up(wanted, opened.session.report());

    Told told;
    const auto subscription =
        opened.session.subscribe([&told](const session::Event& event) { told.take(event); });
    if (!told.await(wanted.state == "online" ? State::online : State::offline, deadline))
        return time_is_up(wanted, opened.session.report());
    return exit_so;
}

} // namespace offline::offlinectl
