#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include <mapioffline.h>

#include "engine/profile_state.h"
#include "tree/object.h"

namespace offline::com {

class Directory;

/// The COM face of one offline object: it validates, and passes on to the profile.
class OfflineManager final : public IMAPIOfflineMgr {
public:
    OfflineManager(Directory& directory, std::shared_ptr<engine::ProfileState> profile,
                   tree::ObjectPointer object);
    OfflineManager(const OfflineManager&) = delete;
    OfflineManager& operator=(const OfflineManager&) = delete;

    /// Another reference, unless the last one is gone already.
    bool add_reference_if_alive() noexcept;

    const tree::ObjectPointer& object() const noexcept { return object_; }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) override;
    ULONG STDMETHODCALLTYPE AddRef() override;
    ULONG STDMETHODCALLTYPE Release() override;

    HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                                              void* pReserved) override;
    HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG* pulCapabilities) override;
    HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG* pulState) override;
    HRESULT STDMETHODCALLTYPE Placeholder1(void* pReserved) override;

    HRESULT STDMETHODCALLTYPE Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                                     ULONG* pulAdviseToken) override;
    HRESULT STDMETHODCALLTYPE Unadvise(ULONG ulFlags, ULONG ulAdviseToken) override;
    HRESULT STDMETHODCALLTYPE Placeholder2() override;
    HRESULT STDMETHODCALLTYPE Placeholder3() override;
    HRESULT STDMETHODCALLTYPE Placeholder4() override;
    HRESULT STDMETHODCALLTYPE Placeholder5() override;
    HRESULT STDMETHODCALLTYPE Placeholder6() override;
    HRESULT STDMETHODCALLTYPE Placeholder7() override;
    HRESULT STDMETHODCALLTYPE Placeholder8() override;

private:
    ~OfflineManager() = default;

    const std::atomic<std::uint32_t>* const state_; ///< where it can be read without waiting
    std::atomic<ULONG> references_{1};
    Directory& directory_;
    std::shared_ptr<engine::ProfileState> profile_;
    tree::ObjectPointer object_;
};

} // namespace offline::com
