// ProfileOnBus::SetState(): a wish goes through the profile and to disk on a thread of its own.
#include <optional>
#include <utility>

#include <boost/asio/post.hpp>

#include "bus/bus_error.h"
#include "bus/profile_on_bus.h"
#include "bus/standing.h"

namespace offline::bus {
namespace {

using base::Code;
using engine::ProfileState;

} // namespace

/// One call of SetState. It outlives the object that was called, and tells it and the caller on the loop.
struct ProfileOnBus::Wishing {
    std::weak_ptr<ProfileOnBus> profile;
    boost::asio::any_io_executor loop;
    BusLine& line; ///< on the loop
    std::shared_ptr<ProfileState> state;
    Wishes& wishes;
    offline::State wished;
    ProfileState::Wait wait;
    std::shared_ptr<sdbus::Result<>> reply;

    void operator()() const {
        std::optional<base::Result<void>> kept; // none: the wish was not accepted
        const auto answer = state->wish(*state->global(), wished, wait, [&] {
            kept = wishes.keep(state->name(), [this] { return state->snapshot(*state->global()).wish; });
            tell(wished);
        });
        if (!kept)
            tell({});
        answer_by(kept && !*kept ? *kept : answer);
    }

    void tell(std::optional<offline::State> accepted) const {
        boost::asio::post(loop, [weak = profile, accepted] {
            if (const auto alive = weak.lock())
                alive->wish_is_kept(accepted);
        });
    }

    void answer_by(const base::Result<void>& answer) const {
        boost::asio::post(loop, [&to_bus = line, to = reply, answer] {
            to_bus.send([&] {
                if (answer)
                    to->returnResults();
                else
                    to->returnError(bus_error(answer.error()));
            });
        });
    }
};

void ProfileOnBus::SetState(sdbus::Result<>&& result, std::string text, bool wait) {
    const auto wished = state_of(text);
    if (!wished)
        return result.returnError(
            bus_error(Code::invalid_argument, "there is no such state; say online or offline"));
    const Wishing wishing{weak_from_this(),
                          around_.loop,
                          around_.line,
                          watched_.state,
                          around_.wishes,
                          *wished,
                          wait ? ProfileState::Wait::yes : ProfileState::Wait::no,
                          std::make_shared<sdbus::Result<>>(std::move(result))};
    ++being_kept_;
    update_barrier();
    if (around_.errands.run(around_.callers.caller(), wait, wishing))
        return;
    wish_is_kept({});
    wishing.reply->returnError(too_many_calls_wait());
}

void ProfileOnBus::wish_is_kept(std::optional<offline::State> wish) {
    --being_kept_;
    if (wish && std::exchange(wish_, *wish) != *wish) {
        consequences_->wished(wish_);
        properties_changed({"Wish"});
    }
    let_go_if_ready();
}

} // namespace offline::bus
