#pragma once

#include <mapioffline.h>

namespace offline::bench {

/// A callback that outlives its registrations.
struct Subscriber : IMAPIOfflineNotify {
    virtual ~Subscriber() = default;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** to) override {
        if (!IsEqualIID(riid, IID_IUnknown) && !IsEqualIID(riid, IID_IMAPIOfflineNotify))
            return *to = nullptr, E_NOINTERFACE;
        *to = this;
        return S_OK;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return 2; }

    ULONG STDMETHODCALLTYPE Release() override { return 1; }
};

} // namespace offline::bench
