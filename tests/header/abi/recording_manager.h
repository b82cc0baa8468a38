// An offline manager written in C++ that notes which of its methods was called, and with what.
#pragma once
#include <mapioffline.h>
#include <string>

class RecordingManager final : public IMAPIOfflineMgr {
public:
    std::string called;
    ULONG references = 1;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** face) override {
        called = "QueryInterface";
        const bool known = riid == IID_IUnknown || riid == IID_IMAPIOffline || riid == IID_IMAPIOfflineMgr;
        *face = known ? this : nullptr;
        references += known ? 1 : 0;
        return known ? S_OK : E_NOINTERFACE;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return called = "AddRef", ++references; }

    ULONG STDMETHODCALLTYPE Release() override { return called = "Release", --references; }

    HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG flags, ULONG mask, ULONG state, void* reserved) override {
        called = "SetCurrentState " + std::to_string(flags) + std::to_string(mask) + std::to_string(state) +
                 (reserved != nullptr ? "+" : "-");
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG* capabilities) override {
        called = "GetCapabilities";
        *capabilities = MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE;
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG* state) override {
        called = "GetCurrentState";
        *state = MAPIOFFLINE_STATE_OFFLINE;
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Placeholder1(void* reserved) override {
        return placeholder(reserved != nullptr ? "1+" : "1-");
    }

    // Notifies the callback once while it registers, which is enough to prove the way there and back.
    HRESULT STDMETHODCALLTYPE Advise(ULONG flags, MAPIOFFLINE_ADVISEINFO* info, ULONG* token) override {
        called = "Advise " + std::to_string(flags) + std::to_string(info->ulClientToken);
        *token = 9;
        void* face = nullptr;
        if (info->pCallback == nullptr ||
            FAILED(info->pCallback->QueryInterface(IID_IMAPIOfflineNotify, &face)))
            return E_NOINTERFACE;
        MAPIOFFLINE_NOTIFY notice{};
        notice.ulSize = sizeof notice;
        notice.NotifyType = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE;
        notice.ulClientToken = info->ulClientToken;
        notice.Info.StateChange = {MAPIOFFLINE_STATE_OFFLINE_MASK, MAPIOFFLINE_STATE_ONLINE,
                                   MAPIOFFLINE_STATE_OFFLINE};
        const auto callback = static_cast<IMAPIOfflineNotify*>(face);
        callback->Notify(&notice);
        callback->Release();
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Unadvise(ULONG flags, ULONG token) override {
        called = "Unadvise " + std::to_string(flags) + std::to_string(token);
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Placeholder2() override { return placeholder("2"); }

    HRESULT STDMETHODCALLTYPE Placeholder3() override { return placeholder("3"); }

    HRESULT STDMETHODCALLTYPE Placeholder4() override { return placeholder("4"); }

    HRESULT STDMETHODCALLTYPE Placeholder5() override { return placeholder("5"); }

    HRESULT STDMETHODCALLTYPE Placeholder6() override { return placeholder("6"); }

    HRESULT STDMETHODCALLTYPE Placeholder7() override { return placeholder("7"); }

    HRESULT STDMETHODCALLTYPE Placeholder8() override { return placeholder("8"); }

private:
    HRESULT placeholder(const char* number) {
        called = std::string("Placeholder") + number;
        return MAPI_E_NO_SUPPORT;
    }
};
