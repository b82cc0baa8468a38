#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include <mapioffline.h>

#include "com/offline_manager.h"
#include "engine/profile_state.h"
#include "tree/object.h"

namespace offline::com {

class Directory;

/// What stands behind the COM faces of one offline object: their count, and the node of the profile's tree
/// that they are about. It ends with its last reference, and with it end the registrations that were made
/// through it.
///
/// Where it is part of an outer object it has two faces: its own, which the outer object holds and whose
/// counts are this object's, and one for clients, whose identity and counts are the outer object's. It holds
/// no reference on the outer one.
class OfflineObject {
public:
    OfflineObject(Directory& directory, std::shared_ptr<engine::ProfileState> profile,
                  tree::ObjectPointer node, IUnknown* outer);
    OfflineObject(const OfflineObject&) = delete;
    OfflineObject& operator=(const OfflineObject&) = delete;

    engine::ProfileState& profile() const noexcept { return *profile_; }

    const tree::ObjectPointer& node() const noexcept { return node_; }

    /// For whoever made it.
    IMAPIOfflineMgr& own_face() noexcept { return own_face_; }

    /// For everybody else.
    IMAPIOfflineMgr& clients_face() noexcept { return delegating_face_ ? *delegating_face_ : own_face_; }

    HRESULT query(REFIID riid, void** ppvObject);
    ULONG add_reference() noexcept;
    /// Another reference, unless the last one is gone already.
    bool add_reference_if_alive() noexcept;
    ULONG release();

private:
    ~OfflineObject() = default;

    std::atomic<ULONG> references_{1};
    Directory& directory_;
    const std::shared_ptr<engine::ProfileState> profile_;
    const tree::ObjectPointer node_;
    OfflineManager own_face_;
    std::optional<OfflineManager> delegating_face_;
};

} // namespace offline::com
