// ProfileOnBus::Play(): somebody's words in the place of what the servers say.
#include <utility>

#include <boost/asio/post.hpp>

#include "bus/bus_error.h"
#include "bus/profile_on_bus.h"
#include "bus/standing.h"

namespace offline::bus {
namespace {

using base::Code;

constexpr std::size_t longest_words = 1000; // bytes: they are sent to everybody

base::Result<model::Verdict> verdict_of(const std::string& by, const std::string& state_word,
                                        const std::string& reason_word, const std::string& detail) {
    const auto state = state_of(state_word);
    if (!state)
        return base::failure(Code::invalid_argument, "there is no such state; say online or offline");
    const auto reason = offline::reason_of(reason_word);
    if (!reason || !model::is_of_servers(*state, *reason))
        return base::failure(Code::invalid_argument,
                             "servers never give that reason for being " + state_word);
    if (by.empty() || by.size() + detail.size() > longest_words)
        return base::failure(Code::invalid_argument, "say who plays, and no more than " +
                                                         std::to_string(longest_words) + " bytes in all");
    return model::Verdict{.state = *state,
                          .reason = *reason,
                          .detail = "played by " + by + ": " +
                                    (detail.empty() ? std::string(sentence(*reason)) : detail)};
}

} // namespace

void ProfileOnBus::Play(sdbus::Result<>&& result, std::string by, std::string state, std::string reason,
                        std::string detail) {
    auto played = verdict_of(by, state, reason, detail);
    if (!played)
        return result.returnError(bus_error(played.error()));
    const auto& caller = around_.callers.caller();
    if (!player_.empty() && player_ != caller)
        return result.returnError(bus_error(Code::limit_reached, "another program plays " + profile_.name +
                                                                     " already; end that one first"));
    player_ = caller;
    consequences_->play_begins();
    play(std::move(*played), std::make_shared<sdbus::Result<>>(std::move(result)));
}

void ProfileOnBus::EndPlay(sdbus::Result<>&& result) {
    if (player_ != around_.callers.caller())
        return result.returnError(
            bus_error(Code::usage, "you do not play " + profile_.name +
                                       "; where you did, the daemon has been started anew since"));
    play({}, std::make_shared<sdbus::Result<>>(std::move(result)));
}

// What the change is told by comes over to the loop before its end does.
void ProfileOnBus::play(std::optional<model::Verdict> played, std::shared_ptr<sdbus::Result<>> reply) {
    if (!played)
        player_.clear();
    watched_.state->play(std::move(played), [loop = around_.loop, &line = around_.line,
                                             profile = weak_from_this(), reply = std::move(reply)]() mutable {
        boost::asio::post(loop, [&line, profile, reply = std::move(reply)] {
            if (const auto alive = profile.lock())
                alive->play_was_told();
            if (reply)
                line.send([&] { reply->returnResults(); });
        });
    });
}

void ProfileOnBus::play_was_told() {
    if (!player_.empty())
        return;
    standing_.detail = Detail();
    consequences_->play_ended(standing_);
}

} // namespace offline::bus
