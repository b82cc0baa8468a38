#pragma once

#include <functional>
#include <memory>
#include <string>

#include "bus/profiles.h"
#include "loop/alarm.h"
#include "metrics/looks.h"
#include "metrics/pages.h"
#include "metrics/server.h"

namespace offline::bus {

/// The daemon's metrics: gathers what there is to tell of profiles and looks when somebody asks. Nothing of
/// it is there unless it is asked for when the daemon starts.
///
/// Threads: the loop's one.
class Metering {
public:
    /// Made before the first profile. What it is given outlives it. Where the place is taken by a daemon that
    /// is about to end, it waits for that; where it cannot be had, it says so.
    Metering(const Surroundings& around, const Profiles& profiles, std::string version, metrics::Place place);
    Metering(const Metering&) = delete;
    Metering& operator=(const Metering&) = delete;

private:
    struct Gathered;

    void listen(int tries);
    void saw(const std::string& url, const model::Look& look);
    void gather(std::function<void(std::string)> tell);
    void forget_endpoints_without_profile();

    const Surroundings& around_;
    const Profiles& profiles_;
    const std::string version_;
    const metrics::Place place_;
    const std::shared_ptr<metrics::Looks> looks_;
    loop::Alarm again_;
    std::unique_ptr<metrics::Server> server_;
};

} // namespace offline::bus
