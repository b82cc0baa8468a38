#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "bus/absence.h"
#include "bus/daemon.h"
#include "bus/held_objects.h"
#include "bus/stand_in.h"
#include "bus/standing.h"
#include "engine/profile_state.h"
#include "engine/runtime.h"

namespace offline::bus {

/// A profile that the daemon judges, as this process sees it: its state follows the daemon's signals, none
/// missed and none taken twice, and wishes go there.
///
/// While nobody is there it stands as it stood, until patience with that absence is over: then it is judged
/// in this process, until a daemon has judged it. Threads: the loop's one thread, but for state() and
/// ask() of one that has joined.
class MirroredProfile : public std::enable_shared_from_this<MirroredProfile>,
                        private engine::Doorkeeper::Barrier {
public:
    using Joined = std::function<void(const base::Result<void>&)>;

    /// All outlive it, and it is never destroyed once it has joined.
    MirroredProfile(std::string name, Daemon& daemon, engine::Runtime& runtime, StandIn& stand_in);

    /// Nothing before it has joined once.
    const std::shared_ptr<engine::ProfileState>& state() const noexcept { return state_; }

    const std::string& path() const noexcept { return path_; }

    /// Asks the daemon how the profile stands, and follows it from there. `create`: one that is not known to
    /// the daemon is made there.
    void open(bool create, Joined joined);
    /// None can be asked, and why: the profile, by the name in its file, is judged in this process for now.
    void open_alone(const std::string& name, const std::string& why);
    /// Another daemon came.
    void join();
    /// The daemon is gone.
    void went();
    void heard(const sources::BusMessage& signal);

    /// Calls a method of the profile and waits for the answer. Any thread but the loop's.
    base::Result<sources::BusMessage> ask(std::string member, std::vector<sources::BusValue> arguments = {},
                                          std::chrono::nanoseconds limit = Daemon::patience);

private:
    static constexpr auto patience_with_a_change =
        std::chrono::minutes(5); // a look may take `strikes` times its limit

    /// Of a daemon that says otherwise than this process: it looks before it is followed.
    enum class Look : std::uint8_t { none, under_way, done };

    bool holds() override;
    void gathered() override;

    void opened(const Connection::Answer& answer);
    void take_snapshot(const Connection::Answer& answer);
    void tell_joined(const base::Result<void>& how);
    void begin(const Standing& standing);
    void look_again_there();
    void take(model::Verdict verdict);
    void miss(const std::string& why);
    void judge_alone();
    void do_without(const std::string& why);
    void hand_back(const Standing& standing);
    bool is_contradicted_by(const Standing& standing) const;
    void hand_over(State wish);
    void retry_join();
    void heard_alone(const sources::BusMessage& signal);
    void follow_phase(sources::BusReader& reader, std::uint64_t sequence);
    void follow_reason(sources::BusReader& reader);
    void begin_wished(model::Verdict verdict, std::uint64_t sequence);
    void say_ready();
    void call(std::string member, std::vector<sources::BusValue> arguments, std::chrono::nanoseconds limit,
              Connection::Answered answered);
    base::Result<void> send_wish(State state, engine::ProfileState::Wait wait);

    const std::string name_;
    Daemon& daemon_;
    engine::Runtime& runtime_;
    std::string path_;
    std::shared_ptr<engine::ProfileState> state_;
    std::vector<Joined> joining_;
    std::deque<sources::BusMessage> early_; ///< came before the snapshot that they may be part of
    std::uint64_t sequence_ = 0;            ///< of the last signal that was taken
    bool create_ = false;
    bool in_step_ = false;       ///< a snapshot is taken, and each signal since
    bool wished_begins_ = false; ///< what begins now waits for the daemon's word
    loop::Alarm try_again_;
    unsigned failures_ = 0; ///< to join a daemon that is there, in a row

    StandIn& stand_in_;
    Absence absence_;
    loop::Alarm patience_;
    std::string why_missed_;
    std::vector<std::string> endpoints_; ///< as the daemon told them
    Look look_there_ = Look::none;
    bool alone_ = false;      ///< judged in this process
    bool hands_over_ = false; ///< a wish that was made meanwhile
    HeldObjects objects_;
    std::uint64_t answers_ = 0; ///< the START that is to be answered, or was
};

} // namespace offline::bus
