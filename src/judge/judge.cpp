#include "judge/judge.h"

#include "judge/opinion.h"
#include "judge/schedule.h"
#include "judge/settle.h"

namespace offline::judge {

model::Verdict judge(const model::Evidence& evidence, const model::Profile& profile, base::Instant now) {
    std::vector<Opinion> opinions;
    opinions.reserve(evidence.endpoints.size());
    for (std::size_t i = 0; i < evidence.endpoints.size(); ++i)
        opinions.push_back(opinion_of(profile.endpoints[i], evidence.endpoints[i], profile.probe, now));

    model::Verdict verdict = settle(combine(opinions, profile.require), evidence, profile.settle, now);
    for (const auto& opinion : opinions)
        verdict.judge_again_at = earlier(verdict.judge_again_at, opinion.again_at);
    const auto policy = evidence.metered ? for_a_metered_link(profile.probe) : profile.probe;
    for (std::size_t i = 0; i < opinions.size(); ++i)
        verdict.look_at.push_back(
            next_look(profile.endpoints[i], evidence.endpoints[i], opinions[i], verdict.met, policy, now));
    return verdict;
}

} // namespace offline::judge
