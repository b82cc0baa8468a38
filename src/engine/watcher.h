#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "engine/lookout.h"
#include "engine/watched_endpoint.h"
#include "loop/alarm.h"
#include "model/evidence.h"
#include "model/held_object.h"
#include "model/profile.h"
#include "model/source.h"
#include "model/verdict.h"

namespace offline::engine {

/// One endpoint as a person may see it.
struct EndpointReport {
    model::Endpoint endpoint;
    std::optional<model::Look> look; ///< none: not looked at yet
    bool looking{};                  ///< a look is under way
    std::optional<base::Instant> next_look;
};

/// What the engine knows of a profile, and what comes next.
struct Explanation {
    std::vector<EndpointReport> endpoints;
    std::uint64_t suppressed{}; ///< kernel events that changed nothing for this profile
    std::optional<base::Instant> next_look;
    std::vector<model::Source> sources;     ///< of the engine, not of the profile: how its news comes
    std::vector<model::HeldObject> objects; ///< that programs hold, where the daemon judges
};

/// Watches one profile's servers: gathers evidence, has it judged, looks when the judgement asks for it.
///
/// It sleeps until the kernel says something, somebody asks, or the judgement's own time has come.
/// Threads: the executor's one thread. It is stopped before it ends.
class Watcher : public std::enable_shared_from_this<Watcher> {
public:
    using Tell = std::function<void(const model::Verdict&)>;

    /// `ways` and `lookout` outlive it. `tell` hears the first verdict and each that differs from the one
    /// before.
    Watcher(const boost::asio::any_io_executor& executor, model::Ways& ways, Lookout& lookout,
            model::Profile profile, Tell tell);
    ~Watcher();

    void start();
    /// Gives up what is under way and never tells again.
    void stop();

    // What happened at `now` is told to all watchers with the same `now`: a look that the first of them has
    // begun by then is everybody's.

    /// The kernel changed something: so many messages at once. What is true is asked afresh each time, so
    /// messages that were lost in an overrun are not missed.
    void kernel_changed(std::size_t messages, base::Instant now);
    /// Somebody has reason to look now; `seen` is called when it was done and told.
    void look_again(std::function<void()> seen);

    /// A program says what it just met at one of the endpoints, or at all of them where it names none.
    void report(bool ok, std::string_view endpoint);
    /// Other name servers are asked from now on: what has a name is looked at again.
    void other_name_servers(base::Instant now);
    /// The machine slept, and everybody was told that it would.
    void slept(base::Instant now);
    /// It slept, and nobody was told: a look that began before says nothing of now.
    void slept_unannounced(base::Instant now);
    /// Whether traffic costs money.
    void metered(bool is);

    Explanation explain() const;

    std::uint64_t suppressed() const noexcept { return suppressed_; }

    /// Any thread.
    bool watches(std::string_view url) const;

private:
    class Watched final : public Onlooker {
    public:
        Watched(Watcher& watcher, std::size_t index, model::Endpoint of)
            : endpoint(std::move(of)), watcher_(watcher), index_(index) {}

        const std::string& url() const override { return endpoint.endpoint().url; }

        void joins(base::Instant now) override { watcher_.join_look(index_, now); }

        const std::vector<model::Address>& known() const override { return endpoint.known(); }

        const std::vector<model::Address>& proved() const override { return endpoint.proved(); }

        void sees(model::Look look, base::Instant began) override {
            watcher_.end_look(index_, std::move(look), began);
        }

        WatchedEndpoint endpoint;

    private:
        Watcher& watcher_;
        const std::size_t index_;
    };

    bool ask_ways(base::Instant now);
    bool hasten_the_unresolved();
    void want_looks();
    void heed_traffic(base::Instant now);
    void give_up_what_is_outdated(base::Instant now);
    void rejudge(base::Instant now);
    void begin_looks(base::Instant now);
    void begin_look(std::size_t index, base::Instant now);
    void join_look(std::size_t index, base::Instant now);
    void note_begun(std::size_t index, base::Instant now);
    void end_look(std::size_t index, model::Look look, base::Instant began);
    bool is_of_this_moment(std::size_t index, base::Instant now) const;
    void give_up_what_began_before(base::Instant now);
    void give_up(std::size_t index);
    void sleep_until_needed();
    void answer_those_who_asked();

    loop::Alarm alarm_;
    model::Ways& ways_;
    Lookout& lookout_;
    const model::Profile profile_;
    Tell tell_;
    model::Evidence evidence_;
    model::Verdict verdict_;
    std::deque<Watched> watched_; ///< each stays where it is
    std::vector<std::function<void()>> asked_;
    std::minstd_rand chance_{std::random_device{}()};
    std::uint64_t suppressed_{};
    bool told_ = false;
    bool stopped_ = false;
};

} // namespace offline::engine
