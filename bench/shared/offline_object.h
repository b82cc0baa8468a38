#pragma once

#include <mapioffline.h>

namespace offline::bench {

/// The offline object of a profile without endpoints, which is what it is set to. What fails ends the
/// program.
class OfflineObject {
public:
    explicit OfflineObject(const wchar_t* profile);
    ~OfflineObject();
    OfflineObject(const OfflineObject&) = delete;
    OfflineObject& operator=(const OfflineObject&) = delete;

    ULONG advise(IMAPIOfflineNotify& callback);
    void unadvise(ULONG token);
    /// To the other state.
    void flip(ULONG flags);

    IMAPIOfflineMgr* operator->() const { return manager_; }

private:
    IMAPIOfflineMgr* manager_ = nullptr;
};

} // namespace offline::bench
