#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/any_io_executor.hpp>

#include "base/timestamp.h"
#include "engine/onlooker.h"
#include "probes/prober.h"

namespace offline::engine {

/// Where the looks of all profiles are made: a few at a time, in the order in which they are asked for, and
/// one for all who watch the same endpoint as patiently.
///
/// Threads: the executor's one thread.
/// Lifetime: it outlives its onlookers and the looks under way; onlookers leave before they end.
class Lookout {
public:
    /// More would fill the tables of a home router and look like an attack.
    static constexpr std::size_t most_at_once = 64;

    Lookout(boost::asio::any_io_executor executor, probes::Prober& prober)
        : executor_(std::move(executor)), prober_(prober) {}

    Lookout(const Lookout&) = delete;
    Lookout& operator=(const Lookout&) = delete;

    /// From now on the onlooker sees what others look at there.
    void enter(Onlooker& onlooker, const model::Endpoint& endpoint, std::chrono::nanoseconds timeout);
    void leave(Onlooker& onlooker);

    /// Hears of each look that was made, once for each way in which those who see it write the endpoint; set
    /// at most once.
    using Hear = std::function<void(const std::string& url, const model::Look&)>;

    void heard_by(Hear hear) { hear_ = std::move(hear); }

    /// It sees the end of this look, or of one that another has begun meanwhile.
    void look(Onlooker& onlooker, probes::Question question, base::Instant now);
    /// It does not want to see the end any more; what it would have seen tells nobody of the present.
    void give_up(Onlooker& onlooker);

private:
    void begin_what_may();
    static void join(Onlooker& onlooker, const std::shared_ptr<SharedLook>& look);
    void begin(const std::shared_ptr<SharedLook>& look);
    void end(const std::shared_ptr<SharedLook>& look, const model::Look& seen);
    void tell_of(const SharedLook& look, const model::Look& seen) const;

    boost::asio::any_io_executor executor_;
    probes::Prober& prober_;
    std::map<std::string, Scene> scenes_;
    SharedLook::Queue waiting_;
    std::size_t open_ = 0;
    Hear hear_;
};

} // namespace offline::engine
