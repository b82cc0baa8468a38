#pragma once

#include <atomic>
#include <cstdint>

#include <mapioffline.h>

namespace offline::com {

class OfflineObject;

/// One COM face of an offline object: it validates, and passes on. Identity and counts are the object's own,
/// or an outer object's where there is one.
class OfflineManager final : public IMAPIOfflineMgr {
public:
    OfflineManager(OfflineObject& object, IUnknown* outer);
    OfflineManager(const OfflineManager&) = delete;
    OfflineManager& operator=(const OfflineManager&) = delete;
    ~OfflineManager() = default;

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
    OfflineObject& object_;
    IUnknown* const outer_;
    const std::atomic<std::uint32_t>* const state_; ///< where it can be read without waiting
};

} // namespace offline::com
