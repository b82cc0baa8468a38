#pragma once

#include <mapioffline.h>

#include "com/com_pointer.h"
#include "dispatch/sink.h"

namespace offline::com {

/// Tells a client's IMAPIOfflineNotify. Holds the registration's one reference on it.
class CallbackSink final : public dispatch::Sink {
public:
    CallbackSink(ComPointer<IMAPIOfflineNotify> callback, ULONG client_token);

    void deliver(const dispatch::Notice& notice) override;

private:
    ComPointer<IMAPIOfflineNotify> callback_;
    ULONG client_token_;
};

} // namespace offline::com
