#pragma once

#include <mapioffline.h>

#include "com/com_pointer.h"
#include "dispatch/sink.h"

namespace offline::com {

/// Tells a client's IMAPIOfflineNotify. Holds the registration's one reference on it.
class CallbackSink final : public dispatch::Sink {
public:
    CallbackSink(ComPointer<IMAPIOfflineNotify> callback, ULONG client_token) noexcept;

    void deliver(const dispatch::Notice& notice) override {
        MAPIOFFLINE_NOTIFY told{};
        told.ulSize = sizeof told;
        told.NotifyType = static_cast<MAPIOFFLINE_NOTIFY_TYPE>(notice.phase);
        told.ulClientToken = client_token_;
        told.Info.StateChange.ulMask = MAPIOFFLINE_STATE_OFFLINE_MASK;
        told.Info.StateChange.ulStateOld = static_cast<ULONG>(notice.transition.from);
        told.Info.StateChange.ulStateNew = static_cast<ULONG>(notice.transition.to);
        callback_->Notify(&told);
    }

private:
    ComPointer<IMAPIOfflineNotify> callback_;
    ULONG client_token_;
};

} // namespace offline::com
