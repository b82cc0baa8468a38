#include "com/directory.h"

namespace offline::com {

Directory& Directory::process() {
    static Directory* const one = std::make_unique<Directory>().release();
    return *one;
}

ComPointer<IMAPIOfflineMgr> Directory::face_of(const std::shared_ptr<engine::ProfileState>& profile,
                                               const tree::ObjectPointer& object) {
    const std::lock_guard lock(mutex_);
    auto& face = faces_[object.get()];
    // One whose last reference is just going is replaced; it finds that out in forget().
    if (!face || !face->add_reference_if_alive())
        face = new OfflineManager(*this, profile, object);
    return ComPointer<IMAPIOfflineMgr>::adopt(face);
}

void Directory::forget(const OfflineManager& face) {
    const std::lock_guard lock(mutex_);
    const auto found = faces_.find(face.object().get());
    if (found != faces_.end() && found->second == &face)
        faces_.erase(found);
}

} // namespace offline::com
