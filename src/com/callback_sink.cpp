#include "com/callback_sink.h"

#include <utility>

namespace offline::com {
namespace {

static_assert(static_cast<ULONG>(State::offline) == MAPIOFFLINE_STATE_OFFLINE);
static_assert(static_cast<ULONG>(State::online) == MAPIOFFLINE_STATE_ONLINE);
static_assert(static_cast<int>(model::Phase::start) == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START);
static_assert(static_cast<int>(model::Phase::statechange) == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE);
static_assert(static_cast<int>(model::Phase::done) == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE);

} // namespace

CallbackSink::CallbackSink(ComPointer<IMAPIOfflineNotify> callback, ULONG client_token) noexcept
    : callback_(std::move(callback)), client_token_(client_token) {}

} // namespace offline::com
