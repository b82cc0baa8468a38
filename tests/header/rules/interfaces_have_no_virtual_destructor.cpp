#include <mapioffline.h>
#include <type_traits>

static_assert(!std::has_virtual_destructor_v<IUnknown>);
static_assert(!std::has_virtual_destructor_v<IMAPIOfflineNotify>);
static_assert(!std::has_virtual_destructor_v<IMAPIOffline>);
static_assert(!std::has_virtual_destructor_v<IMAPIOfflineMgr>);

// A class of the client's may have one of its own.
class Listener : public IMAPIOfflineNotify {
public:
    virtual ~Listener() = default;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** face) override {
        *face = iid == IID_IUnknown || iid == IID_IMAPIOfflineNotify ? this : nullptr;
        return *face != nullptr ? S_OK : E_NOINTERFACE;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

    ULONG STDMETHODCALLTYPE Release() override { return --references_; }

    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override {
        state_ = notice->Info.StateChange.ulStateNew;
    }

private:
    ULONG references_ = 1;
    ULONG state_ = 0;
};

static_assert(!std::is_abstract_v<Listener> && std::has_virtual_destructor_v<Listener>);
