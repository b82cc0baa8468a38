#pragma once

#include <mapioffline.h>

namespace offline::abi {

/// An IMAPIOfflineMgr of somebody else's, which counts whoever calls it.
class ForeignManager final : public IMAPIOfflineMgr {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void**) override { return called(); }

    ULONG STDMETHODCALLTYPE AddRef() override { return static_cast<ULONG>(++calls); }

    ULONG STDMETHODCALLTYPE Release() override { return static_cast<ULONG>(++calls); }

    HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG, ULONG, ULONG, void*) override { return called(); }

    HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG*) override { return called(); }

    HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG*) override { return called(); }

    HRESULT STDMETHODCALLTYPE Placeholder1(void*) override { return called(); }

    HRESULT STDMETHODCALLTYPE Advise(ULONG, MAPIOFFLINE_ADVISEINFO*, ULONG*) override { return called(); }

    HRESULT STDMETHODCALLTYPE Unadvise(ULONG, ULONG) override { return called(); }

    HRESULT STDMETHODCALLTYPE Placeholder2() override { return called(); }

    HRESULT STDMETHODCALLTYPE Placeholder3() override { return called(); }

    HRESULT STDMETHODCALLTYPE Placeholder4() override { return called(); }

    HRESULT STDMETHODCALLTYPE Placeholder5() override { return called(); }

    HRESULT STDMETHODCALLTYPE Placeholder6() override { return called(); }

    HRESULT STDMETHODCALLTYPE Placeholder7() override { return called(); }

    HRESULT STDMETHODCALLTYPE Placeholder8() override { return called(); }

    int calls = 0;

private:
    HRESULT called() {
        ++calls;
        return E_UNEXPECTED;
    }
};

/// An object that has no face but IUnknown, and counts what is held of it.
class NoCallback final : public IUnknown {
public:
    /// What it answers to whoever asks for a face, which it never gives.
    explicit NoCallback(HRESULT answer) : answer_(answer) {}

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void** ppvObject) override {
        *ppvObject = nullptr;
        return answer_;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references; }

    ULONG STDMETHODCALLTYPE Release() override { return --references; }

    ULONG references = 1;

private:
    const HRESULT answer_;
};

} // namespace offline::abi
