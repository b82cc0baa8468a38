// MirroredProfile while no daemon can be reached: how it comes to be judged in this process, and how that
// ends.
#include <chrono>
#include <system_error>
#include <utility>

#include "bus/mirrored_profile.h"
#include "model/verdict.h"

namespace offline::bus {

using base::Code;
using sources::BusMessage;

void MirroredProfile::open_alone(const std::string& name, const std::string& why) {
    if (state_)
        return;
    begin({.name = name, .endpoints = {}, .detail = std::string(sentence(Reason::unknown)), .verdict = {}});
    why_missed_ = why;
    judge_alone();
    if (daemon_.is_there())
        retry_join();
    else
        daemon_.want();
}

void MirroredProfile::miss(const std::string& why) {
    why_missed_ = why;
    absence_.begins(std::chrono::steady_clock::now());
    if (stand_in_.is_wanted() && !alone_)
        patience_.set(*absence_.over_at(), [this] { judge_alone(); });
}

void MirroredProfile::judge_alone() {
    const auto why = daemon_.trouble().empty() ? why_missed_ : daemon_.trouble();
    try {
        stand_in_.begin(state_, endpoints_, why);
    } catch (const std::system_error&) { // no more threads for now
        return patience_.set(Absence::patience, [this] { judge_alone(); });
    }
    patience_.off();
    look_there_ = Look::none;
    alone_ = true;
    state_->mirror_no_more();
}

// A daemon that hung, or has just begun, may be behind: the one who has just looked is right.
bool MirroredProfile::is_contradicted_by(const Standing& standing) const {
    const auto here = state_->snapshot(*state_->global()).standing;
    return here.state != standing.state && here.reason != Reason::unknown &&
           model::is_of_servers(here.state, here.reason) &&
           model::is_of_servers(standing.state, standing.reason);
}

void MirroredProfile::hand_back(const Standing& standing) {
    if (look_there_ != Look::done && is_contradicted_by(standing)) {
        if (std::exchange(look_there_, Look::under_way) == Look::none)
            call("LookAgain", {}, patience_with_a_change,
                 [self = shared_from_this()](const Connection::Answer&) {
                     self->look_there_ = Look::done;
                     self->join();
                 });
        return;
    }
    if (const auto wish = state_->mirror_again(standing.as_verdict(), standing.wish))
        return hand_over(*wish);
    alone_ = false;
    stand_in_.end(*state_);
    look_again_there();
    if (standing.reason != Reason::unknown)
        absence_.judged();
}

// Once its change has ended there, the daemon stands as this process does.
void MirroredProfile::hand_over(State wish) {
    if (std::exchange(hands_over_, true))
        return;
    call("SetState", {std::string(word(wish)), true}, patience_with_a_change,
         [self = shared_from_this()](const Connection::Answer& answer) {
             self->hands_over_ = false;
             if (answer || answer.error().code == Code::offline)
                 self->join();
             else if (self->daemon_.is_there())
                 self->retry_join();
         });
}

// What the daemon has come to know is taken whole, by a snapshot.
void MirroredProfile::heard_alone(const BusMessage& signal) {
    auto reader = signal.read();
    const auto sequence = reader.long_number();
    const auto phase = signal.member == "Phase" ? reader.text() : model::word(model::Phase::done);
    if (phase == model::word(model::Phase::start)) {
        answers_ = sequence;
        say_ready();
    } else if (phase == model::word(model::Phase::done) && !hands_over_) {
        join();
    }
}

// A wish does not wait until patience is over.
void MirroredProfile::do_without(const std::string& why) {
    if (alone_)
        return;
    miss(why);
    judge_alone();
    if (daemon_.is_there())
        retry_join();
}

} // namespace offline::bus
