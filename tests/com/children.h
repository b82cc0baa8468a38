#pragma once

#include <atomic>
#include <string>
#include <vector>

#include <mapioffline.h>

#include "com/client.h"

namespace offline::clients {

inline constexpr GUID provider_guid{0x11111111, 0x2222, 0x3333, {4, 4, 4, 4, 4, 4, 4, 4}};
inline constexpr GUID instance_a{0xA, 0, 0, {}};
inline constexpr GUID instance_b{0xB, 0, 0, {}};

/// What HrCreateOfflineObj is asked for, beside the profile.
struct Wanted {
    const GUID* guid = nullptr;
    const GUID* instance = nullptr;
    ULONG capabilities = MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE;
    IMAPIOfflineMgr* parent = nullptr;
    IUnknown* outer = nullptr;
    ULONG aggregate_size = sizeof(MAPIOFFLINE_AGGREGATEINFO);
    IUnknown* reference_root = nullptr;
};

MAPIOFFLINE_CREATEINFO creation(const std::wstring& profile, const Wanted& wanted);

/// The object, which there must be.
Manager child(const std::wstring& profile, const Wanted& wanted);
/// How it is refused; nothing is given then.
HRESULT refused(const std::wstring& profile, const Wanted& wanted);

/// Their states, a digit each.
std::string states_of(const std::vector<const Manager*>& objects);

/// An object of a provider that an offline object becomes a part of: whoever asks it for a face of the
/// offline object gets that, and counts here.
class Outer final : public IUnknown {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) override {
        if (IsEqualIID(riid, IID_IUnknown)) {
            AddRef();
            *ppvObject = this;
            return S_OK;
        }
        return inner_->QueryInterface(riid, ppvObject);
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

    ULONG STDMETHODCALLTYPE Release() override { return --references_; }

    ULONG references() const { return references_; }

    void hold(Manager inner) { inner_ = std::move(inner); }

    Manager let_go() { return std::move(inner_); }

    IMAPIOfflineMgr& inner() const { return *inner_; }

private:
    std::atomic<ULONG> references_{1};
    Manager inner_;
};

} // namespace offline::clients
