#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include <offline/reason.h>
#include <prometheus/histogram.h>

#include "model/look.h"

namespace offline::metrics {

/// What all looks at one endpoint have shown.
struct AtEndpoint {
    std::map<Reason, std::uint64_t> looks;                 ///< how many ended so
    std::map<model::StepKind, prometheus::Histogram> took; ///< seconds, of steps that came off
    std::optional<std::chrono::sys_seconds> certificate_until;
};

/// Counts what looks show, by the URL of the endpoint. A value; no thread.
class Looks {
public:
    /// Each has some sixty series. What is looked at beyond is not counted.
    static constexpr std::size_t most_endpoints = 256;

    void saw(const std::string& url, const model::Look& look);
    /// Forgets the endpoints that nobody watches any more.
    void keep_only(const std::set<std::string>& urls);

    bool has_room_for(const std::string& url) const {
        return endpoints_.size() < most_endpoints || endpoints_.contains(url);
    }

    const std::map<std::string, AtEndpoint>& endpoints() const noexcept { return endpoints_; }

private:
    std::map<std::string, AtEndpoint> endpoints_;
};

} // namespace offline::metrics
