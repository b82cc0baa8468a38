#include "truth/audience.h"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <thread>

#include <linux/close_range.h>
#include <unistd.h>

#include "net/client.h"

namespace offline::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto profile = "BenchTruth";
constexpr auto longest_settling = std::chrono::seconds(10);

// As long as the interval at which offlined looks and the others are asked.
std::chrono::milliseconds random_phase() {
    std::random_device chance;
    return std::chrono::milliseconds(std::uniform_int_distribution(0, 2000)(chance));
}

} // namespace

std::vector<double> times(const std::vector<Outcome>& outcomes) {
    std::vector<double> all;
    for (const auto& outcome : outcomes)
        if (outcome.right_before && outcome.right_after)
            all.push_back(outcome.milliseconds);
    std::ranges::sort(all);
    return all;
}

void Audience::watch(const Account& account, const Site& site) {
    const std::string programs = SUBJECTS "/subject_";
    const bool managed = keeper_ == Keeper::network_manager;
    const auto port = std::to_string(account.port);
    using Command = std::vector<std::string>;
    // A server's port must be free when it ends, so nobody who begins here may hold it as well.
    close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    if (managed) {
        manager_.emplace(site);
        subjects_.emplace_back(Command{programs + "networkmanager"});
        if (!subjects_.back().believes(State::online, Clock::now() + longest_settling))
            throw std::runtime_error("NetworkManager does not come online: " + manager_->words());
    }
    // Without damping: a change that is played again and again is no flapping.
    net::put_on_disk({.name = profile,
                      .endpoints = {account.scheme + "://" + account.host + ":" + port},
                      .damping = false});
    subjects_.emplace_front(Command{programs + "offlined", profile});
    subjects_.emplace_back(Command{programs + "glib_reach", account.host, port});
    subjects_.emplace_back(Command{programs + "glib_available"});
    subjects_.emplace_back(Command{programs + "qt", managed ? "networkmanager" : "glib"});
    settle(State::online);
}

void Audience::settle(State state) {
    const auto deadline = Clock::now() + longest_settling;
    for (auto& subject : subjects_)
        subject.believes(state, deadline);
    std::this_thread::sleep_for(random_phase());
}

std::vector<Outcome> Audience::judge(net::Stamp changed) {
    std::this_thread::sleep_until(changed + patience_);
    std::vector<Outcome> outcomes;
    for (const auto& subject : subjects_)
        outcomes.push_back(judge(subject, changed));
    return outcomes;
}

Outcome Audience::judge(const Subject& subject, net::Stamp changed) const {
    Outcome outcome{.subject = subject.name()};
    net::Stamp right_since = changed;
    for (const auto& [at, state] : subject.told()) {
        if (at < changed)
            outcome.right_before = state == before_;
        const bool right = state == after_;
        if (right && !outcome.right_after && at > changed)
            right_since = at;
        outcome.right_after = right;
    }
    outcome.milliseconds = std::chrono::duration<double, std::milli>(right_since - changed).count();
    return outcome;
}

} // namespace offline::bench
