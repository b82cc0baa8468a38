#pragma once

#include <memory>
#include <string>
#include <vector>

#include <mapioffline.h>

namespace offline::abi {

struct ReleaseIt {
    void operator()(IUnknown* object) const { object->Release(); }
};

using Manager = std::unique_ptr<IMAPIOfflineMgr, ReleaseIt>;

/// What HrCreateOfflineObj accepts for the global object of that profile.
MAPIOFFLINE_CREATEINFO creation(const std::wstring& profile);

/// One loading of the library under test, with what a client looks up in it.
class Library {
public:
    Library(); ///< throws where it cannot be loaded
    void free() const;

    /// What the functions give; null where they refuse.
    Manager open(const std::wstring& profile) const;
    Manager create(MAPIOFFLINE_CREATEINFO info) const;
    Manager create(const std::wstring& profile) const;

    void* const handle;
    HROPENOFFLINEOBJ* const hr_open;
    HRCREATEOFFLINEOBJ* const hr_create;
};

/// Where it is; said by main().
extern const char* path_of_library;

/// The loading that most tests share, which nobody frees.
const Library& library();

/// The name of a profile that nobody has named yet. One made by it has no servers: it starts online, and is
/// what it is set to.
std::wstring fresh_name();

/// What Advise accepts.
MAPIOFFLINE_ADVISEINFO registration(IUnknown& callback, ULONG client_token = 0);
/// The token; 0 where it is refused.
ULONG advise(IMAPIOfflineMgr& manager, IUnknown& callback, ULONG client_token = 0);

HRESULT set(IMAPIOffline& object, ULONG state);
HRESULT set_and_wait(IMAPIOffline& object, ULONG state);
ULONG state_of(IMAPIOffline& object);
/// The states of several, a digit each.
std::string states_of(const std::vector<const Manager*>& objects);

/// That face, with a reference; null where it is refused.
void* face_of(IUnknown& object, REFIID id);
ULONG references_of(IUnknown& object);

inline constexpr ULONG offline_state = MAPIOFFLINE_STATE_OFFLINE;
inline constexpr ULONG online_state = MAPIOFFLINE_STATE_ONLINE;
inline constexpr ULONG both_capabilities = MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE;
inline constexpr GUID provider_guid{0x11111111, 0x2222, 0x3333, {4, 4, 4, 4, 4, 4, 4, 4}};

} // namespace offline::abi
