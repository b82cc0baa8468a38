#pragma once

#include <atomic>
#include <utility>

#include "abi/client.h"

namespace offline::abi {

/// A store of a provider, of which an offline object becomes a part: whoever asks it for a face of the
/// offline object gets that, and counts here.
class Store final : public IUnknown {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) override {
        if (IsEqualIID(riid, IID_IUnknown)) {
            AddRef();
            *ppvObject = static_cast<IUnknown*>(this);
            return S_OK;
        }
        return part_->QueryInterface(riid, ppvObject);
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

    ULONG STDMETHODCALLTYPE Release() override { return --references_; }

    ULONG references() const { return references_; }

    /// Makes the part, under that parent.
    void join(const std::wstring& profile, IMAPIOfflineMgr& parent) {
        MAPIOFFLINE_AGGREGATEINFO aggregate{sizeof aggregate, this, nullptr};
        auto info = creation(profile);
        info.pGUID = nullptr;
        info.pParent = &parent;
        info.pAggregateInfo = &aggregate;
        part_ = library().create(info);
    }

    IMAPIOfflineMgr* part() const { return part_.get(); }

private:
    std::atomic<ULONG> references_ = 1;
    Manager part_;
};

} // namespace offline::abi
