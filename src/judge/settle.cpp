#include "judge/settle.h"

#include <algorithm>

#include "base/duration.h"

namespace offline::judge {
namespace {

using namespace std::chrono_literals;

constexpr auto window = 1min;
constexpr auto first_hold = 3s;
constexpr auto longest_hold = 60s;
constexpr std::size_t free_returns = 2;

std::chrono::nanoseconds hold_before_online(const model::Evidence& evidence,
                                            const model::SettlePolicy& policy, base::Instant turned) {
    if (!policy.damping)
        return policy.online;
    const auto recent =
        std::ranges::count_if(evidence.returns, [&](auto told) { return turned - told <= window; });
    return std::max(policy.online, damping_hold(static_cast<std::size_t>(recent)));
}

} // namespace

std::chrono::nanoseconds damping_hold(std::size_t returns) noexcept {
    if (returns < free_returns)
        return 0s;
    const auto doublings = std::min<std::size_t>(returns - free_returns, 5);
    return std::min<std::chrono::nanoseconds>(first_hold * (1 << doublings), longest_hold);
}

model::Verdict settle(const Opinion& met, const model::Evidence& evidence, const model::SettlePolicy& policy,
                      base::Instant now) {
    model::Verdict verdict{.reason = met.reason, .detail = met.detail};
    verdict.state = verdict.met = met.kind == Opinion::Kind::fails ? State::offline : State::online;
    // The first complete look decides: before it nothing was told that could be held.
    if (verdict.met == evidence.told || !evidence.judged)
        return verdict;

    const base::Instant turned = evidence.turned.value_or(now);
    const bool returning = verdict.met == State::online;
    const auto told_at = turned + (returning ? hold_before_online(evidence, policy, turned) : policy.offline);
    if (now >= told_at)
        return verdict;

    verdict.state = evidence.told;
    verdict.judge_again_at = told_at;
    if (returning) {
        verdict.reason = Reason::settling;
        verdict.detail = "the server answers; held offline until it has kept answering for " +
                         base::humane(told_at - turned);
    } else {
        verdict.reason = Reason::ok;
        verdict.detail = "in doubt: " + met.detail;
    }
    return verdict;
}

} // namespace offline::judge
