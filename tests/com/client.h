#pragma once

#include <memory>
#include <string>

#include <mapioffline.h>

namespace offline::clients {

struct ReleaseIt {
    void operator()(IUnknown* object) const { object->Release(); }
};

using Manager = std::unique_ptr<IMAPIOfflineMgr, ReleaseIt>;

/// The profile's global object; null where there is none.
Manager open(const std::wstring& profile);
/// The same, of a profile that need not be known.
Manager create(const std::wstring& profile);

/// A profile of the test's own, without servers: it starts online, and is what it is set to.
std::wstring fresh_name();
Manager fresh_profile();

/// What Advise accepts.
MAPIOFFLINE_ADVISEINFO registration(IUnknown* callback, ULONG client_token = 0);
/// Registers, and gives the token; 0 where that failed.
ULONG advise(IMAPIOfflineMgr& manager, IUnknown& callback, ULONG client_token = 0);
HRESULT unadvise(IMAPIOfflineMgr& manager, ULONG token);

ULONG state_of(IMAPIOffline& object);
/// Waits until it is in that state; false where the limit came first.
bool becomes(IMAPIOfflineMgr& manager, ULONG state);
/// SetCurrentState: `set` returns at once, `set_and_wait` blocks.
HRESULT set(IMAPIOffline& object, ULONG state);
HRESULT set_and_wait(IMAPIOffline& object, ULONG state);
/// The second, once the change under way has ended: that is a moment after its last DONE has returned.
HRESULT set_once_free(IMAPIOffline& object, ULONG state);

inline constexpr ULONG offline_state = MAPIOFFLINE_STATE_OFFLINE;
inline constexpr ULONG online_state = MAPIOFFLINE_STATE_ONLINE;

} // namespace offline::clients
