// Clients that load the library by name, and unload it too early. This program does not link it.
#include <string>

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <mapioffline.h>

#include "com/gate.h"

namespace offline::clients {
namespace {

// GUIDs come from the library as well: this program has none.
struct Library {
    Library() : handle(::dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL)) {}

    template <class Symbol>
    Symbol* find(const char* name) const {
        return reinterpret_cast<Symbol*>(::dlsym(handle, name));
    }

    IMAPIOfflineMgr* create(const wchar_t* profile) const {
        MAPIOFFLINE_CREATEINFO info{};
        info.ulSize = sizeof info;
        info.pwszProfileName = profile;
        info.pGUID = find<const GUID>("GUID_GlobalState");
        IMAPIOfflineMgr* manager = nullptr;
        find<HRCREATEOFFLINEOBJ>("HrCreateOfflineObj")(0, &info, &manager);
        return manager;
    }

    void* handle;
};

class Waiting final : public IMAPIOfflineNotify {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void** ppvObject) override {
        *ppvObject = this;
        return S_OK;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return 1; }

    ULONG STDMETHODCALLTYPE Release() override { return 1; }

    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override {
        gate.pass();
        if (notice->NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE)
            done.pass();
    }

    Gate gate, done;
};

TEST(Unload, TheInterfaceServesOnceTheLibraryIsClosed) {
    const Library library;
    ASSERT_TRUE(library.handle) << ::dlerror();
    auto* const manager = library.create(L"Closed library");
    ASSERT_TRUE(manager);
    void* face = nullptr;
    ASSERT_EQ(manager->QueryInterface(*library.find<const IID>("IID_IMAPIOffline"), &face), S_OK);
    manager->Release();
    EXPECT_EQ(::dlclose(library.handle), 0);

    auto* const object = static_cast<IMAPIOffline*>(face);
    EXPECT_EQ(object->SetCurrentState(MAPIOFFLINE_FLAG_BLOCK, MAPIOFFLINE_STATE_OFFLINE_MASK,
                                      MAPIOFFLINE_STATE_OFFLINE, nullptr),
              S_OK);
    ULONG state = 0;
    EXPECT_EQ(object->GetCurrentState(&state), S_OK);
    EXPECT_EQ(state, static_cast<ULONG>(MAPIOFFLINE_STATE_OFFLINE));
    EXPECT_EQ(object->Release(), 0u);
}

TEST(Unload, InTheMiddleOfAChangeTheNotificationsGoOn) {
    const Library library;
    ASSERT_TRUE(library.handle) << ::dlerror();
    auto* const manager = library.create(L"Closed in a change");
    Waiting callback;
    MAPIOFFLINE_ADVISEINFO info{};
    info.ulSize = sizeof info;
    info.pCallback = &callback;
    info.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
    info.ulStateMask = MAPIOFFLINE_STATE_ALL;
    ULONG token = 0;
    ASSERT_EQ(manager->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token), S_OK);
    ASSERT_EQ(manager->SetCurrentState(MAPIOFFLINE_FLAG_DEFAULT, MAPIOFFLINE_STATE_OFFLINE_MASK,
                                       MAPIOFFLINE_STATE_OFFLINE, nullptr),
              S_OK);
    ASSERT_TRUE(callback.gate.reached());
    EXPECT_EQ(::dlclose(library.handle), 0);
    callback.done.open();
    callback.gate.open();
    EXPECT_TRUE(callback.done.reached());
    EXPECT_EQ(manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token), S_OK);
    EXPECT_EQ(manager->Release(), 0u);
}

TEST(Unload, AndLoadedAgainTheProfilesAreAsTheyWere) {
    const Library first;
    auto* const manager = first.create(L"Loaded twice");
    ASSERT_EQ(manager->SetCurrentState(MAPIOFFLINE_FLAG_BLOCK, MAPIOFFLINE_STATE_OFFLINE_MASK,
                                       MAPIOFFLINE_STATE_OFFLINE, nullptr),
              S_OK);
    manager->Release();
    ::dlclose(first.handle);
    const Library second;
    auto* const again = second.create(L"Loaded twice");
    ULONG state = 0;
    EXPECT_EQ(again->GetCurrentState(&state), S_OK);
    EXPECT_EQ(state, static_cast<ULONG>(MAPIOFFLINE_STATE_OFFLINE));
    again->Release();
}

} // namespace
} // namespace offline::clients
