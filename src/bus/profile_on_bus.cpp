#include "bus/profile_on_bus.h"

#include <chrono>
#include <utility>

#include <boost/asio/post.hpp>

#include "bus/bus_error.h"
#include "bus/profile_path.h"
#include "bus/standing.h"

namespace offline::bus {
namespace {

namespace asio = boost::asio;
using base::Code;
using Clock = std::chrono::steady_clock;
using model::Phase;

// One that a forced change ends early says nothing of those who were not ready yet.
constexpr auto a_whole_wait = dispatch::Change::start_wait / 2;

std::uint64_t microseconds_since_1970() {
    using std::chrono::microseconds;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<microseconds>(now).count());
}

std::uint64_t nanoseconds(base::Instant at) {
    return static_cast<std::uint64_t>(std::chrono::nanoseconds(at.time_since_epoch()).count());
}

} // namespace

struct ProfileOnBus::Told {
    dispatch::Notice::Kind kind;
    Phase phase;
    model::Transition moved;
    base::Instant at;
    std::uint64_t since;  ///< of `STATECHANGE`: microseconds since 1970
    std::uint64_t wished; ///< of `START`: the number of the change, where somebody wished for it
};

/// Hears of the profile on the dispatcher's threads.
class ProfileOnBus::Ear final : public dispatch::Sink {
public:
    Ear(asio::any_io_executor loop, std::weak_ptr<ProfileOnBus> profile, std::shared_ptr<Barrier> barrier)
        : loop_(std::move(loop)), profile_(std::move(profile)), barrier_(std::move(barrier)) {}

    void deliver(const dispatch::Notice& notice) override {
        const bool phase = notice.kind == dispatch::Notice::Kind::phase;
        const bool start = phase && notice.phase == Phase::start;
        asio::post(loop_, [profile = profile_,
                           told = Told{notice.kind, notice.phase, notice.transition, Clock::now(),
                                       microseconds_since_1970(), start ? barrier_->take_wished() : 0}] {
            if (const auto alive = profile.lock())
                alive->tell(told);
        });
    }

    bool wants_reasons() const noexcept override { return true; }

private:
    const asio::any_io_executor loop_;
    const std::weak_ptr<ProfileOnBus> profile_;
    const std::shared_ptr<Barrier> barrier_;
};

std::shared_ptr<ProfileOnBus> ProfileOnBus::open(const Surroundings& around, model::Profile profile) {
    const auto path = profile_path(profile.name);
    std::shared_ptr<ProfileOnBus> opened(new ProfileOnBus(around, std::move(profile), path));
    opened->begin();
    return opened;
}

ProfileOnBus::ProfileOnBus(const Surroundings& around, model::Profile profile, const std::string& path)
    : AdaptorInterfaces(around.line.connection(), path),
      around_(around),
      profile_(std::move(profile)),
      objects_(around.line, around.callers, around.objects, path) {}

void ProfileOnBus::begin() {
    barrier_ =
        std::make_shared<Barrier>([loop = around_.loop, profile = weak_from_this()](std::uint64_t change) {
            asio::post(loop, [profile, change] {
                if (const auto alive = profile.lock()) {
                    alive->gathered_ = change;
                    alive->let_go_if_ready();
                }
            });
        });
    wish_ = around_.wishes.of(profile_.name);
    watched_ = around_.engine.open(profile_, [this](const std::shared_ptr<engine::ProfileState>& state) {
        if (wish_ == offline::State::offline)
            static_cast<void>(state->wish(*state->global(), wish_, engine::ProfileState::Wait::no));
        state->wait_for_others(barrier_);
        standing_ = state
                        ->subscribe<Ear>(
                            *state->global(), this, [this](dispatch::Token token) { token_ = token; },
                            around_.loop, weak_from_this(), barrier_)
                        .since;
    });
    consequences_.emplace(around_.engine, around_.journal, around_.say, profile_, standing_);
    registerAdaptor();
}

ProfileOnBus::~ProfileOnBus() {
    unregisterAdaptor();
    around_.engine.runtime().dispatcher().unsubscribe(token_, this);
    around_.engine.forget(watched_);
}

void ProfileOnBus::replace(model::Profile profile) {
    profile.name = profile_.name;
    profile_ = std::move(profile);
    watched_ = around_.engine.replace(profile_);
    consequences_->hooks_are(profile_.hooks);
    properties_changed({"Endpoints"});
}

metrics::Profile ProfileOnBus::measured() const {
    metrics::Profile measured{.name = profile_.name,
                              .state = standing_.state,
                              .reason = standing_.reason,
                              .wish = wish_,
                              .since = {},
                              .changes = consequences_->changes(),
                              .laggards = members_.lagging()};
    if (since_ != 0)
        measured.since = std::chrono::microseconds(since_);
    return measured;
}

void ProfileOnBus::announce() {
    around_.line.send([this] { getObject().emitInterfacesAddedSignal(); });
}

void ProfileOnBus::renounce() {
    around_.line.send([this] { getObject().emitInterfacesRemovedSignal(); });
}

void ProfileOnBus::tell(const Told& told) {
    ++sequence_;
    if (told.kind == dispatch::Notice::Kind::phase)
        tell_phase(told);
    else
        tell_moved_reason(told);
}

void ProfileOnBus::tell_phase(const Told& told) {
    const auto& moved = told.moved;
    bool waits = false;
    if (told.phase == Phase::start) {
        started_ = told.at;
        wished_change_ = told.wished;
        waits = told.wished != 0 && !members_.empty();
        if (waits)
            members_.begin(sequence_);
    } else if (told.phase == Phase::statechange) {
        members_.end(told.at - started_ >= a_whole_wait);
        update_barrier();
        wished_change_ = 0;
        standing_ = {moved.to, moved.reason, moved.detail, told.at};
        since_ = told.since;
    }
    around_.line.send([&] {
        emitPhase(sequence_, std::string(word(told.phase)), std::string(word(moved.from)),
                  std::string(word(moved.to)), std::string(word(moved.reason)), moved.detail, waits,
                  nanoseconds(told.at));
    });
    if (told.phase != Phase::statechange)
        return;
    consequences_->told(watched_, moved);
    properties_changed({"State", "Reason", "Detail", "Since"});
}

void ProfileOnBus::tell_moved_reason(const Told& told) {
    const auto& moved = told.moved;
    standing_.reason = moved.reason;
    standing_.detail = moved.detail;
    around_.line.send([&] {
        emitReasonMoved(sequence_, std::string(word(moved.to)), std::string(word(moved.old_reason)),
                        std::string(word(moved.reason)), moved.detail, nanoseconds(told.at));
    });
    consequences_->told(watched_, moved);
    properties_changed({"Reason", "Detail"});
}

void ProfileOnBus::properties_changed(const std::vector<std::string>& names) {
    around_.line.send([&] { getObject().emitPropertiesChangedSignal(INTERFACE_NAME, names); });
}

void ProfileOnBus::update_barrier() { barrier_->await(members_.prompt() + being_kept_); }

// The change that is let go is the one that everybody is ready for: another may have begun since.
void ProfileOnBus::let_go_if_ready() {
    update_barrier();
    if (wished_change_ == 0 || gathered_ != wished_change_ || members_.awaited() + being_kept_ != 0)
        return;
    watched_.state->let_go(
        [barrier = barrier_, change = wished_change_] { return barrier->change() == change; });
}

void ProfileOnBus::left(const std::string& connection) {
    if (connection == player_)
        play({}, nullptr);
    members_.leave(connection);
    objects_.left(connection);
    let_go_if_ready();
}

std::tuple<std::uint64_t, std::map<std::string, sdbus::Variant>> ProfileOnBus::Snapshot() {
    return {sequence_,
            {{"Name", Name()},
             {"Endpoints", Endpoints()},
             {"State", State()},
             {"Reason", Reason()},
             {"Detail", Detail()},
             {"Since", Since()},
             {"Wish", Wish()},
             {"Verdict", Verdict()}}};
}

std::tuple<std::uint64_t, std::map<std::string, sdbus::Variant>> ProfileOnBus::Join() {
    if (!members_.join(around_.callers.caller()))
        throw bus_error(Code::limit_reached, "too many connections have joined this profile already");
    update_barrier();
    return Snapshot();
}

void ProfileOnBus::Leave() {
    members_.leave(around_.callers.caller());
    let_go_if_ready();
}

void ProfileOnBus::Ready(const std::uint64_t& sequence) {
    members_.ready(around_.callers.caller(), sequence);
    let_go_if_ready();
}

void ProfileOnBus::Hold(const std::uint64_t& number, const std::uint64_t& parent, const std::string& guid,
                        const std::string& instance, const bool& can_leave, const bool& can_return,
                        const std::string& state, const std::string& reason) {
    const auto held = objects_.hold(number, parent, {guid, instance, can_leave, can_return, state, reason});
    if (!held)
        throw bus_error(held.error());
}

void ProfileOnBus::LookAgain(sdbus::Result<>&& result) {
    const auto reply = std::make_shared<sdbus::Result<>>(std::move(result));
    const auto work = [loop = around_.loop, state = watched_.state, reply] {
        static_cast<void>(state->look_again(*state->global()));
        asio::post(loop, [reply] { reply->returnResults(); });
    };
    if (!around_.errands.run(around_.callers.caller(), true, work))
        reply->returnError(too_many_calls_wait());
}

void ProfileOnBus::Report(const bool& ok, const std::string& endpoint) {
    const auto& watcher = watched_.watcher;
    if (!endpoint.empty() && !(watcher && watcher->watches(endpoint)))
        throw bus_error(Code::usage,
                        profile_.name + " has no such endpoint; Endpoints has those that there are");
    around_.engine.report(watched_, ok, endpoint);
}

std::vector<std::string> ProfileOnBus::Endpoints() {
    std::vector<std::string> urls;
    urls.reserve(profile_.endpoints.size());
    for (const auto& endpoint : profile_.endpoints)
        urls.push_back(endpoint.url);
    return urls;
}

// The sentence alone may have moved without a signal; one of a state that is still to be told waits for that.
std::string ProfileOnBus::Detail() {
    const auto now = watched_.state->snapshot(*watched_.state->global()).standing;
    const bool as_told = now.state == standing_.state && now.reason == standing_.reason;
    return as_told ? now.detail : standing_.detail;
}

std::string ProfileOnBus::Verdict() {
    return std::string(model::verdict_word(watched_.state->snapshot(*watched_.state->global()).verdict));
}

} // namespace offline::bus
