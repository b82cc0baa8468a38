#include "metrics/looks.h"

namespace offline::metrics {
namespace {

// From a server in the same house to a look's usual time-out.
const prometheus::Histogram::BucketBoundaries seconds{0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10};

} // namespace

void Looks::saw(const std::string& url, const model::Look& look) {
    if (look.steps.empty() || !has_room_for(url))
        return;
    auto& endpoint = endpoints_[url];
    ++endpoint.looks[look.reason];
    for (const auto& step : look.steps)
        if (step.ok)
            endpoint.took.try_emplace(step.kind, seconds)
                .first->second.Observe(std::chrono::duration<double>(step.took).count());
    if (look.certificate_until)
        endpoint.certificate_until = look.certificate_until;
}

void Looks::keep_only(const std::set<std::string>& urls) {
    std::erase_if(endpoints_, [&](const auto& each) { return !urls.contains(each.first); });
}

} // namespace offline::metrics
