#include "com/callback_sink.h"

#include <utility>

namespace offline::com {
namespace {

ULONG state_of(State state) { return static_cast<ULONG>(state); }

static_assert(static_cast<ULONG>(State::offline) == MAPIOFFLINE_STATE_OFFLINE);
static_assert(static_cast<ULONG>(State::online) == MAPIOFFLINE_STATE_ONLINE);
static_assert(static_cast<int>(model::Phase::start) == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START);
static_assert(static_cast<int>(model::Phase::statechange) == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE);
static_assert(static_cast<int>(model::Phase::done) == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE);

} // namespace

CallbackSink::CallbackSink(ComPointer<IMAPIOfflineNotify> callback, ULONG client_token)
    : callback_(std::move(callback)), client_token_(client_token) {}

void CallbackSink::deliver(const dispatch::Notice& notice) {
    MAPIOFFLINE_NOTIFY told{};
    told.ulSize = sizeof told;
    told.NotifyType = static_cast<MAPIOFFLINE_NOTIFY_TYPE>(notice.phase);
    told.ulClientToken = client_token_;
    told.Info.StateChange.ulMask = MAPIOFFLINE_STATE_OFFLINE_MASK;
    told.Info.StateChange.ulStateOld = state_of(notice.transition.from);
    told.Info.StateChange.ulStateNew = state_of(notice.transition.to);
    callback_->Notify(&told);
}

} // namespace offline::com
