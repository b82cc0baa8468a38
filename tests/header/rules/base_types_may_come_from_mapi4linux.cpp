#include "mapi4linux_like.h"
#define MAPIOFFLINE_EXTERNAL_TYPES
#include <mapioffline.h>

// Sources compile: a callback derives from that other IUnknown, and overrides its methods.
class Listener final : public IMAPIOfflineNotify {
public:
    ULONG AddRef() override { return 1; }

    ULONG Release() override { return 1; }

    HRESULT QueryInterface(REFIID, void** face) override {
        *face = this;
        return S_OK;
    }

    void Notify(const MAPIOFFLINE_NOTIFY* notice) override { last = notice->NotifyType; }

    MAPIOFFLINE_NOTIFY_TYPE last = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START;
};

static_assert(MAPI_E_NOT_FOUND == static_cast<HRESULT>(0x8004010F), "their constant stands");
static_assert(sizeof(MAPIOFFLINE_CREATEINFO) == (sizeof(void*) == 8 ? 72 : 40),
              "the structures keep their layout");

HRESULT listen(IMAPIOfflineMgr& manager, Listener& listener, ULONG& token) {
    MAPIOFFLINE_ADVISEINFO registration{};
    registration.pCallback = &listener;
    return manager.Advise(MAPIOFFLINE_ADVISE_DEFAULT, &registration, &token);
}
