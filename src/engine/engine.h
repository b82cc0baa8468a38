#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/kernel.h"
#include "engine/machine.h"
#include "engine/profile_state.h"
#include "engine/runtime.h"
#include "engine/watcher.h"
#include "model/profile.h"
#include "probes/prober.h"

namespace offline::engine {

/// A profile in this process: what its clients see, and, where it has endpoints, what watches over them.
struct Watched {
    std::shared_ptr<ProfileState> state;
    std::shared_ptr<Watcher> watcher; ///< on the engine's thread only; none for a profile without endpoints
};

/// Wires the chain: events of kernel and machine, ways and probes on the runtime's loop; verdicts from there
/// into the profiles; their changes over the dispatcher's threads to the clients.
///
/// Threads: any, except the loop's.
/// Lifetime: a profile lives as long as the engine: wish and state outlive their clients. Once the dispatcher
/// is silenced, what is asked is answered with nothing, also where somebody waits for it already.
class Engine {
public:
    /// The runtime outlives it.
    explicit Engine(Runtime& runtime);
    /// Ends all looks, and the runtime.
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// The profile of that name: the one that is open already, else from disk. Code::not_found,
    /// Code::profile_invalid.
    base::Result<Watched> open(std::string_view name);
    /// Is given a profile that was not open yet, before anything is judged of it.
    using Prepare = std::function<void(const std::shared_ptr<ProfileState>& state)>;
    /// The one of that name that is open already, else this one.
    Watched open(model::Profile profile, const Prepare& prepare = {});
    /// As open(); a name that is not known becomes a profile without endpoints, which is
    /// what it is set to.
    base::Result<Watched> open_or_create(std::string_view name);
    /// Watches these endpoints from now on for the open profile of that name: its wish, its state and its
    /// registrations stay. Until they were judged, nothing is told.
    Watched replace(model::Profile profile);
    /// The end of an open profile; its name opens another one from here on.
    void forget(const Watched& profile);
    /// A profile that is in no list: it ends with close().
    Watched watch(model::Profile profile, const Prepare& prepare = {});
    /// The loop's thread too: nothing is told any more when it has returned there.
    void close(const Watched& profile);
    /// As watch(), of a profile that its clients have already: until its servers were judged, nothing is
    /// told. The loop's thread.
    Watched watch_for(std::shared_ptr<ProfileState> state, model::Profile profile);

    /// Called on the loop when the machine falls asleep, and when it woke, announced or not; set before the
    /// first profile.
    void hear_of_sleep(std::function<void(bool asleep)> hear);

    /// Called on the loop with each look at an endpoint of a profile, by the URL that the profile writes; set
    /// before the first profile.
    void hear_of_looks(Lookout::Hear hear);

    /// A program says what it met at an endpoint of the profile, or at all of them. Returns at once.
    void report(const Watched& profile, bool ok, std::string endpoint);

    /// One look outside any profile.
    model::Look look(const model::Endpoint& endpoint, std::chrono::nanoseconds timeout);
    Explanation explain(const Watched& profile);
    /// How many kernel events changed nothing for the profile.
    std::uint64_t suppressed(const Watched& profile);

    Runtime& runtime() noexcept { return runtime_; }

    /// The one descriptor that the loop does not wait for: it asks the kernel. -1 where there is none.
    int kernel_descriptor() const noexcept { return kernel_.descriptor(); }

    /// Waits, a tenth of a second at most, until the sources of its news know how they are doing.
    void await_sources();
    std::vector<model::Source> sources();

    /// What keeps it from hearing or asking the kernel, one line each; looks on a timer serve then.
    std::vector<std::string> troubles();

private:
    std::vector<model::Source> sources_now();
    std::optional<Watched> opened_already(const std::string& key);
    void hear(const News& news);
    Machine::Listener machine_listener();
    void take_up(const Watched& profile);
    void leave(const Watched& profile);
    void set_watcher(Watched& watched, model::Profile profile, Watcher::Tell tell);
    void tell_of_sleep(std::function<void()> told);
    void tell_of_waking();
    void say_asleep(bool is) const;
    void look_again();
    template <class Visit>
    void for_each_watcher(Visit visit);

    Runtime& runtime_;
    boost::asio::io_context& loop_ = runtime_.loop();
    Kernel kernel_{loop_.get_executor()}; ///< on the loop, once that runs
    probes::Prober prober_{loop_.get_executor(), kernel_.ways()};
    Lookout lookout_{loop_.get_executor(), prober_};
    Machine machine_{loop_.get_executor()};
    std::function<void(bool asleep)> hear_of_sleep_; ///< on the loop
    bool metered_ = false;                           ///< on the loop
    std::vector<Watched> opened_;                    ///< on the loop

    std::mutex mutex_; ///< guards profiles_; taken before the dispatcher's, never after
    std::map<std::string, Watched, std::less<>> profiles_;
};

} // namespace offline::engine
