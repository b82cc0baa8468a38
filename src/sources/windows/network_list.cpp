#include "sources/windows/network_list.h"

#include <atomic>
#include <future>
#include <system_error>
#include <utility>

#include <boost/asio/post.hpp>
#include <netlistmgr.h>
#include <ocidl.h>

#include "dispatch/quiet_thread.h"

namespace offline::sources {

/// What the thread, the manager's callbacks and the NetworkList share.
struct NetworkList::Ear {
    Ear(boost::asio::any_io_executor loop, Listener heard)
        : executor(std::move(loop)), listener(std::move(heard)) {}

    boost::asio::any_io_executor executor;
    Listener listener;
    std::atomic<bool> listening{true};
    std::promise<void> over;
};

namespace {

template <class Interface>
class Held {
public:
    Held() = default;

    ~Held() {
        if (interface_)
            interface_->Release();
    }

    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    void** out() { return reinterpret_cast<void**>(&interface_); }

    Interface** typed() { return &interface_; }

    Interface* operator->() const { return interface_; }

private:
    Interface* interface_ = nullptr;
};

// Windows' own interface leaves its destructor in reach, which is not virtual.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

/// What the manager calls.
class Events final : public INetworkListManagerEvents {
public:
    explicit Events(std::function<void()> changed) : changed_(std::move(changed)) {}

    virtual ~Events() = default;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID wanted, void** out) override {
        if (!out)
            return E_POINTER;
        const bool ours =
            IsEqualIID(wanted, IID_IUnknown) || IsEqualIID(wanted, IID_INetworkListManagerEvents);
        *out = ours ? static_cast<INetworkListManagerEvents*>(this) : nullptr;
        if (ours)
            AddRef();
        return ours ? S_OK : E_NOINTERFACE;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 0)
            delete this;
        return left;
    }

    HRESULT STDMETHODCALLTYPE ConnectivityChanged(NLM_CONNECTIVITY) override {
        changed_();
        return S_OK;
    }

private:
    std::function<void()> changed_;
    std::atomic<ULONG> references_{0};
};

#pragma GCC diagnostic pop

// Listens until `over`; at once back where this Windows has no such manager.
void attend(const NetworkFunctions& windows, std::function<void()> changed,
            const std::shared_future<void>& over) {
    Held<INetworkListManager> manager;
    Held<IConnectionPointContainer> container;
    Held<IConnectionPoint> point;
    Held<Events> events;
    *events.typed() = new Events(std::move(changed));
    events->AddRef();
    DWORD cookie = 0;
    if (FAILED(windows.create_instance(CLSID_NetworkListManager, nullptr, CLSCTX_ALL, IID_INetworkListManager,
                                       manager.out())) ||
        FAILED(manager->QueryInterface(IID_IConnectionPointContainer, container.out())) ||
        FAILED(container->FindConnectionPoint(IID_INetworkListManagerEvents, point.typed())) ||
        FAILED(point->Advise(*events.typed(), &cookie)))
        return;
    over.wait();
    point->Unadvise(cookie);
}

} // namespace

NetworkList::NetworkList(boost::asio::any_io_executor executor, const NetworkFunctions& windows,
                         Listener listener)
    : ear_(std::make_shared<Ear>(std::move(executor), std::move(listener))) {
    if (!windows.enter_com || !windows.leave_com || !windows.create_instance)
        return;
    const auto changed = [ear = ear_] {
        boost::asio::post(ear->executor, [ear] {
            if (ear->listening.load())
                ear->listener();
        });
    };
    try {
        dispatch::quiet_thread([&windows, changed, over = ear_->over.get_future().share()] {
            if (FAILED(windows.enter_com(nullptr, COINIT_MULTITHREADED)))
                return;
            attend(windows, changed, over);
            windows.leave_com();
        }).detach();
    } catch (const std::system_error&) {
        // The system gives no more threads: routing alone is listened to.
    }
}

NetworkList::~NetworkList() {
    ear_->listening.store(false);
    ear_->over.set_value();
}

} // namespace offline::sources
