#include "bus/mirrored_profile.h"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

#include "bus/names.h"

namespace offline::bus {
namespace {

using namespace std::chrono_literals;
using base::Code;
using engine::ProfileState;
using sources::BusMessage;

constexpr std::size_t most_early = 1000; // signals that come while one snapshot is awaited

base::Instant instant_of(std::uint64_t since_us) {
    if (since_us == 0)
        return {};
    const base::WallTime since{std::chrono::microseconds(since_us)};
    return std::chrono::steady_clock::now() - (std::chrono::system_clock::now() - since);
}

std::optional<model::Verdict> verdict_of(std::string_view state_word, std::string_view reason,
                                         std::string_view detail) {
    const auto state = state_of(state_word);
    if (!state)
        return std::nullopt;
    return model::Verdict{
        .state = *state, .reason = reason_of(reason, *state), .detail = std::string(detail)};
}

base::Failure not_understood() {
    return base::failure(Code::unexpected,
                         "the daemon's answer cannot be understood; is it another version?");
}

} // namespace

MirroredProfile::MirroredProfile(std::string name, Daemon& daemon, engine::Runtime& runtime,
                                 StandIn& stand_in)
    : name_(std::move(name)),
      daemon_(daemon),
      runtime_(runtime),
      try_again_(runtime.loop().get_executor()),
      stand_in_(stand_in),
      patience_(runtime.loop().get_executor()),
      objects_(runtime.loop(), [this](std::string member, std::vector<sources::BusValue> arguments) {
          return !path_.empty() &&
                 daemon_.send(path_, profile_interface, std::move(member), std::move(arguments));
      }) {}

void MirroredProfile::open(bool create, Joined joined) {
    create_ = create_ || create;
    if (state_)
        return joined({});
    joining_.push_back(std::move(joined));
    if (joining_.size() == 1)
        join();
}

void MirroredProfile::join() {
    in_step_ = false;
    early_.clear();
    daemon_.call(manager_path, manager_interface, "Open", {name_, create_}, Daemon::patience,
                 [self = shared_from_this()](const Connection::Answer& answer) { self->opened(answer); });
}

// The signals are asked for before the snapshot, so that none falls between the two.
void MirroredProfile::opened(const Connection::Answer& answer) {
    if (!answer)
        return tell_joined(answer.error());
    if ((*answer)->signature != "o")
        return tell_joined(not_understood());
    path_ = (*answer)->read().text();
    daemon_.listen_to(path_);
    call("Join", {}, Daemon::patience,
         [self = shared_from_this()](const Connection::Answer& snapshot) { self->take_snapshot(snapshot); });
}

void MirroredProfile::take_snapshot(const Connection::Answer& answer) {
    if (!answer)
        return tell_joined(answer.error());
    auto reader = (*answer)->read();
    const auto sequence = reader.long_number();
    auto standing = read_standing(reader);
    if ((*answer)->signature != "ta{sv}" || !standing)
        return tell_joined(not_understood());
    sequence_ = sequence;
    in_step_ = true;
    failures_ = 0;
    endpoints_ = standing->endpoints;
    absence_.ends(std::chrono::steady_clock::now());
    patience_.off();
    if (!state_)
        begin(*standing);
    // A daemon that has just begun knows nothing yet, and what it does not know has not changed.
    else if (standing->reason != Reason::unknown || endpoints_.empty())
        alone_ ? hand_back(*standing) : take(standing->as_verdict());
    for (const auto& signal : std::exchange(early_, {}))
        heard(signal);
    objects_.tell_all();
    tell_joined({});
}

void MirroredProfile::tell_joined(const base::Result<void>& how) {
    if (!how && state_) {
        if (daemon_.is_there())
            retry_join();
        miss(how.error().what);
    }
    for (const auto& joined : std::exchange(joining_, {}))
        joined(how);
}

void MirroredProfile::retry_join() {
    constexpr unsigned most = 6; // about once a minute
    failures_ = std::min(failures_ + 1, most);
    try_again_.set(1s * (1 << (failures_ - 1)), [this] { join(); });
}

void MirroredProfile::begin(const Standing& standing) {
    state_ = std::make_shared<ProfileState>(standing.name, runtime_.dispatcher());
    state_->wait_for_others({shared_from_this(), this});
    objects_.hear_of(*state_);
    look_again_there();
    state_->mirror({standing.state, standing.reason, standing.detail, instant_of(standing.since_us)},
                   [this](State wished, ProfileState::Wait wait) { return send_wish(wished, wait); });
    if (standing.reason != Reason::unknown)
        absence_.judged();
}

void MirroredProfile::look_again_there() {
    if (endpoints_.empty())
        return state_->look_again_by({});
    state_->look_again_by([this](std::function<void()> seen) {
        boost::asio::post(runtime_.loop(), [this, seen = std::move(seen)] {
            call("LookAgain", {}, patience_with_a_change, [seen](const Connection::Answer&) { seen(); });
        });
    });
}

void MirroredProfile::take(model::Verdict verdict) {
    if (verdict.reason != Reason::unknown)
        absence_.judged();
    state_->verdict(std::move(verdict));
}

// A change that waits for the daemon's word waits no more.
void MirroredProfile::went() {
    in_step_ = false;
    if (!state_)
        return;
    state_->let_go();
    look_there_ = Look::none;
    miss(daemon_.trouble());
}

void MirroredProfile::heard(const BusMessage& signal) {
    if (!in_step_) {
        if (early_.size() < most_early)
            early_.push_back(signal);
        return;
    }
    auto reader = signal.read();
    const auto sequence = reader.long_number();
    if (reader.failed() || sequence <= sequence_)
        return;
    if (sequence != sequence_ + 1)
        return join(); // something was lost
    sequence_ = sequence;
    if (alone_)
        return heard_alone(signal);
    if (signal.member == "Phase" && signal.signature == "tsssssbt")
        follow_phase(reader, sequence);
    else if (signal.member == "ReasonMoved" && signal.signature == "tsssst")
        follow_reason(reader);
}

void MirroredProfile::follow_phase(sources::BusReader& reader, std::uint64_t sequence) {
    const auto phase = reader.text();
    reader.text();
    const auto state = reader.text();
    const auto reason = reader.text();
    const auto detail = reader.text();
    const bool waits = reader.number() != 0;
    auto verdict = verdict_of(state, reason, detail);
    if (reader.failed() || !verdict)
        return join();
    if (phase == model::word(model::Phase::start) && waits)
        return begin_wished(std::move(*verdict), sequence);
    if (phase == model::word(model::Phase::statechange))
        state_->end_start();
    take(std::move(*verdict));
}

void MirroredProfile::follow_reason(sources::BusReader& reader) {
    const auto state = reader.text();
    reader.text();
    const auto reason = reader.text();
    const auto detail = reader.text();
    auto verdict = verdict_of(state, reason, detail);
    if (reader.failed() || !verdict)
        return join();
    take(std::move(*verdict));
}

void MirroredProfile::begin_wished(model::Verdict verdict, std::uint64_t sequence) {
    answers_ = sequence;
    wished_begins_ = true;
    state_->wished_verdict(std::move(verdict));
    if (std::exchange(wished_begins_, false))
        say_ready(); // nobody here is to be told
}

// Of the wished changes that begin here, those that the loop begins are the daemon's.
bool MirroredProfile::holds() {
    return runtime_.loop().get_executor().running_in_this_thread() && std::exchange(wished_begins_, false);
}

void MirroredProfile::gathered() {
    boost::asio::post(runtime_.loop(), [self = shared_from_this()] { self->say_ready(); });
}

void MirroredProfile::say_ready() { daemon_.send(path_, profile_interface, "Ready", {answers_}); }

void MirroredProfile::call(std::string member, std::vector<sources::BusValue> arguments,
                           std::chrono::nanoseconds limit, Connection::Answered answered) {
    daemon_.call(path_, profile_interface, std::move(member), std::move(arguments), limit,
                 std::move(answered));
}

base::Result<sources::BusMessage> MirroredProfile::ask(std::string member,
                                                       std::vector<sources::BusValue> arguments,
                                                       std::chrono::nanoseconds limit) {
    auto path = runtime_.on_loop([self = shared_from_this()] { return self->path_; });
    if (path.empty())
        return base::failure(Code::no_daemon, "the daemon has not been asked for the profile yet");
    return daemon_.ask(std::move(path), profile_interface, std::move(member), std::move(arguments), limit);
}

base::Result<void> MirroredProfile::send_wish(State state, ProfileState::Wait wait) {
    const bool waits = wait == ProfileState::Wait::yes;
    const auto answer = ask("SetState", {std::string(word(state)), waits},
                            waits ? std::chrono::nanoseconds(patience_with_a_change) : Daemon::patience);
    if (answer)
        return {};
    if (answer.error().code == Code::no_daemon && stand_in_.is_wanted())
        runtime_.on_loop([self = shared_from_this(), why = answer.error().what] {
            self->do_without(why);
            return true;
        });
    return answer.error();
}

} // namespace offline::bus
