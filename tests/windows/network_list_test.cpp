#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>

#include <gtest/gtest.h>
#include <netlistmgr.h>
#include <ocidl.h>
#include <olectl.h>

#include "windows/client.h"
#include "windows/server.h"

using offline::test::Library;
using offline::test::Listener;
using offline::test::Server;
using offline::test::write_profile;

namespace {

// A Network List Manager that knows nothing, and says that everything is another when the test wants it.
class FakeManager final : public INetworkListManager,
                          public IConnectionPointContainer,
                          public IConnectionPoint {
public:
    // Waits until somebody listens.
    bool is_heard() {
        std::unique_lock lock(mutex_);
        return advised_.wait_for(lock, std::chrono::seconds(30), [&] { return sink_ != nullptr; });
    }

    void fire() {
        const std::lock_guard lock(mutex_);
        sink_->ConnectivityChanged(NLM_CONNECTIVITY_DISCONNECTED);
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** out) override {
        *out = nullptr;
        if (IsEqualIID(riid, IID_IUnknown) || IsEqualIID(riid, IID_INetworkListManager))
            *out = static_cast<INetworkListManager*>(this);
        else if (IsEqualIID(riid, IID_IConnectionPointContainer))
            *out = static_cast<IConnectionPointContainer*>(this);
        return *out ? S_OK : E_NOINTERFACE;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return 2; }

    ULONG STDMETHODCALLTYPE Release() override { return 1; }

    HRESULT STDMETHODCALLTYPE FindConnectionPoint(REFIID riid, IConnectionPoint** out) override {
        *out = IsEqualIID(riid, IID_INetworkListManagerEvents) ? this : nullptr;
        return *out ? S_OK : CONNECT_E_NOCONNECTION;
    }

    HRESULT STDMETHODCALLTYPE Advise(IUnknown* sink, DWORD* cookie) override {
        {
            const std::lock_guard lock(mutex_);
            *cookie = 1;
            sink->QueryInterface(IID_INetworkListManagerEvents, reinterpret_cast<void**>(&sink_));
        }
        advised_.notify_all();
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Unadvise(DWORD) override { return S_OK; }

    HRESULT STDMETHODCALLTYPE EnumConnectionPoints(IEnumConnectionPoints**) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE GetConnectionInterface(IID*) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE GetConnectionPointContainer(IConnectionPointContainer**) override {
        return E_NOTIMPL;
    }

    HRESULT STDMETHODCALLTYPE EnumConnections(IEnumConnections**) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT*) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT, LCID, ITypeInfo**) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID, LPOLESTR*, UINT, LCID, DISPID*) override {
        return E_NOTIMPL;
    }

    HRESULT STDMETHODCALLTYPE Invoke(DISPID, REFIID, LCID, WORD, DISPPARAMS*, VARIANT*, EXCEPINFO*,
                                     UINT*) override {
        return E_NOTIMPL;
    }

    HRESULT STDMETHODCALLTYPE GetNetworks(NLM_ENUM_NETWORK, IEnumNetworks**) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE GetNetwork(GUID, INetwork**) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE GetNetworkConnections(IEnumNetworkConnections**) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE GetNetworkConnection(GUID, INetworkConnection**) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE IsConnectedToInternet(VARIANT_BOOL*) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE IsConnected(VARIANT_BOOL*) override { return E_NOTIMPL; }

    HRESULT STDMETHODCALLTYPE GetConnectivity(NLM_CONNECTIVITY*) override { return E_NOTIMPL; }

private:
    std::mutex mutex_;
    std::condition_variable advised_;
    INetworkListManagerEvents* sink_ = nullptr;
};

class Factory final : public IClassFactory {
public:
    explicit Factory(FakeManager& one) : one_(one) {}

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** out) override {
        const bool known = IsEqualIID(riid, IID_IUnknown) || IsEqualIID(riid, IID_IClassFactory);
        *out = known ? this : nullptr;
        return known ? S_OK : E_NOINTERFACE;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return 2; }

    ULONG STDMETHODCALLTYPE Release() override { return 1; }

    HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown*, REFIID riid, void** out) override {
        return one_.QueryInterface(riid, out);
    }

    HRESULT STDMETHODCALLTYPE LockServer(BOOL) override { return S_OK; }

private:
    FakeManager& one_;
};

// Every other reason to look is far away: only the manager's word brings the news.
TEST(NetworkList, ThatSaysTheNetworkIsAnotherMakesTheServersBeAskedAgain) {
    ASSERT_EQ(::CoInitializeEx(nullptr, COINIT_MULTITHREADED), S_OK);
    static FakeManager manager;
    static Factory factory(manager);
    DWORD registered = 0;
    ASSERT_EQ(::CoRegisterClassObject(CLSID_NetworkListManager, &factory, CLSCTX_INPROC_SERVER,
                                      REGCLS_MULTIPLEUSE, &registered),
              S_OK);
    Server server;
    write_profile("Work", "endpoints = [\"tcp://127.0.0.1:" + std::to_string(server.port()) +
                              "\"]\n[probe]\ninterval = \"0\"\nstrikes = 1\n");
    const Library library;
    auto* const object = library.opened(L"Work");
    ASSERT_NE(object, nullptr);
    Listener listener;
    listener.advise(*object);
    ASSERT_TRUE(server.served(1));
    ASSERT_TRUE(manager.is_heard());
    server.go();
    ASSERT_FALSE(listener.told(1, std::chrono::seconds(3)));
    manager.fire();
    ASSERT_TRUE(listener.told(3));
    EXPECT_EQ(listener.all().back().Info.StateChange.ulStateNew, ULONG{MAPIOFFLINE_STATE_OFFLINE});
    ::CoRevokeClassObject(registered);
    object->Release();
}

} // namespace
