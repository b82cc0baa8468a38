#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include <mapioffline.h>

#include "base/result.h"
#include "com/com_pointer.h"
#include "com/offline_object.h"

namespace offline::com {

/// Which COM object stands for which offline object now: asked for twice, it is the same one.
/// Threads: any. No client is called under its lock, which is taken before the dispatcher's.
class Directory {
public:
    /// The process-wide one; never destroyed.
    static Directory& process();

    /// The profile's global object, with a reference for the caller.
    ComPointer<IMAPIOfflineMgr> global_of(const std::shared_ptr<engine::ProfileState>& profile);

    /// A provider's or a store's object, as HrCreateOfflineObj describes it.
    struct Request {
        std::shared_ptr<engine::ProfileState> profile;
        const GUID* guid{};     ///< null: always a new object
        const GUID* instance{}; ///< which of several of that GUID
        tree::Capabilities capabilities;
        const IMAPIOfflineMgr* parent{}; ///< null: the global object
        IUnknown* outer{};               ///< null: it stands for itself
    };

    /// Its own face, with a reference for the caller. Code::invalid_argument where the object exists and
    /// differs, or the parent is gone meanwhile.
    base::Result<ComPointer<IMAPIOfflineMgr>> create(const Request& request);

    /// Whether that pointer was handed out, and for an object of the profile of that name. It is compared,
    /// and never called.
    bool belongs(const IMAPIOfflineMgr& face, std::string_view profile);

    /// The last reference of an object is gone.
    void forget(OfflineObject& object);

private:
    using Bytes = std::array<unsigned char, sizeof(GUID)>;
    using Identity = std::tuple<const engine::ProfileState*, Bytes, std::optional<Bytes>>;

    struct Known {
        tree::ObjectPointer node;
        bool aggregated;
    };

    static Identity identity_of(const Request& request);
    tree::ObjectPointer parent_of(const Request& request) const;
    ComPointer<IMAPIOfflineMgr> object_for(const std::shared_ptr<engine::ProfileState>& profile,
                                           const tree::ObjectPointer& node, IUnknown* outer);

    std::mutex mutex_;
    std::unordered_map<const tree::Object*, OfflineObject*> objects_;
    std::unordered_map<const IMAPIOfflineMgr*, OfflineObject*> faces_; ///< every pointer that was handed out
    std::map<Identity, Known> known_;
};

} // namespace offline::com
