#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>

#include "com/com_pointer.h"
#include "com/offline_manager.h"

namespace offline::com {

/// Which COM object stands for which offline object now: asked for twice, it is the same one.
/// Threads: any. Nobody else is called under its lock.
class Directory {
public:
    /// The process-wide one; never destroyed.
    static Directory& process();

    /// The object's one face, with a reference for the caller.
    ComPointer<IMAPIOfflineMgr> face_of(const std::shared_ptr<engine::ProfileState>& profile,
                                        const tree::ObjectPointer& object);
    /// The last reference of a face is gone.
    void forget(const OfflineManager& face);

private:
    std::mutex mutex_;
    std::unordered_map<const tree::Object*, OfflineManager*> faces_;
};

} // namespace offline::com
