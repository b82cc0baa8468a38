#include <vector>

#include "offlinectl/ending.h"
#include "offlinectl/human.h"
#include "offlinectl/json.h"
#include "offlinectl/opened.h"
#include "offlinectl/script.h"
#include "offlinectl/verbs.h"
#include "session/authority.h"

namespace offline::offlinectl {
namespace {

using base::Result;
using session::Session;
using StepKind = Script::Step::Kind;

Result<std::vector<Session>> open_all(const Script& script, const SimulateWanted& wanted,
                                      const Console& console) {
    std::vector<Session> all;
    for (const auto& name : script.profiles) {
        const auto session = open_in_the_daemon(
            name, "a script is played by the daemon, for all programs, and none is running; start offlined",
            wanted.create);
        if (!session)
            return session.error();
        const auto report = session->report();
        if (report.wish == State::offline)
            console.say(report.profile +
                        " is wished offline, and stays so whatever is played; offlinectl set " +
                        report.profile + " online ends that");
        all.push_back(*session);
    }
    return all;
}

/// Goes through a script, step by step.
class Player {
public:
    Player(const Script& script, const std::vector<Session>& sessions, const Ending& ending, Console& console)
        : script_(script),
          sessions_(sessions),
          ending_(ending),
          console_(console),
          human_(console.colored()),
          width_(widest(script.profiles)),
          played_(sessions.size()) {}

    /// Returns when it is played, or somebody ends it.
    Result<void> play() {
        for (std::size_t at = 0; at < script_.steps.size() && !ended_; ++at) {
            const auto& step = script_.steps[at];
            ended_ = ending_.comes_within(step.after);
            if (ended_)
                break;
            if (step.kind == StepKind::state) {
                if (auto played = play(step); !played)
                    return played;
            } else if (step.kind == StepKind::hold) {
                ended_ = ending_.comes_within(std::nullopt);
            } else if (step.kind == StepKind::repeat) {
                repeated_.push_back({at, step.times});
            } else if (step.kind == StepKind::end && begins_again()) {
                at = repeated_.back().begin;
            }
        }
        return {};
    }

    /// What the servers say stands again, and everybody was told.
    Result<void> end() {
        Result<void> worst;
        for (std::size_t i = 0; i < sessions_.size(); ++i)
            if (played_[i])
                if (auto ended = sessions_[i].end_play(); !ended)
                    worst = std::move(ended);
        return worst;
    }

private:
    struct Repeated {
        std::size_t begin;
        std::optional<std::uint64_t> left;
    };

    Result<void> play(const Script::Step& step) {
        const auto& session = sessions_[step.profile];
        auto told = session.play(
            {.by = "offlinectl simulate", .state = step.state, .reason = step.reason, .detail = step.detail});
        if (!told)
            return told;
        played_[step.profile] = true;
        show(session.name(), step, Moment::now());
        return {};
    }

    void show(const std::string& profile, const Script::Step& step, const Moment& now) {
        const session::Event event{
            .new_state = step.state, .reason = step.reason, .detail = step.detail, .at = now.monotonic};
        console_.print(console_.json() ? json::played(profile, step, now)
                                       : human_.event(profile, width_, event, std::nullopt, now));
    }

    bool begins_again() {
        auto& left = repeated_.back().left;
        if (left && --*left == 0) {
            repeated_.pop_back();
            return false;
        }
        return true;
    }

    const Script& script_;
    const std::vector<Session>& sessions_;
    const Ending& ending_;
    Console& console_;
    const Human human_;
    const std::size_t width_;
    std::vector<bool> played_;
    std::vector<Repeated> repeated_;
    bool ended_ = false;
};

} // namespace

Result<int> simulate(const SimulateWanted& wanted, Console& console) {
    const auto script = read_script(wanted.file); // a person who types it may break off as ever
    if (!script)
        return script.error();
    const Ending ending;
    const auto sessions = open_all(*script, wanted, console);
    if (!sessions)
        return sessions.error();
    Player player(*script, *sessions, ending, console);
    const auto played = player.play();
    const auto ended = player.end();
    if (!played)
        return played.error();
    if (!ended)
        return ended.error();
    return exit_so;
}

} // namespace offline::offlinectl
