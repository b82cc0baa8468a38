#include "com/listener.h"

#include <algorithm>
#include <iterator>

namespace offline::clients {
namespace {

std::string word(const MAPIOFFLINE_NOTIFY& notice) {
    const auto phase = [&]() -> std::string {
        switch (notice.NotifyType) {
        case MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START:
            return "START";
        case MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE:
            return "STATECHANGE";
        case MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE:
            return "DONE";
        }
        return "?";
    };
    const auto& change = notice.Info.StateChange;
    return phase() + " " + std::to_string(change.ulStateOld) + ">" + std::to_string(change.ulStateNew);
}

} // namespace

HRESULT Listener::QueryInterface(REFIID riid, void** ppvObject) {
    *ppvObject = nullptr;
    if (riid != IID_IUnknown && riid != IID_IMAPIOfflineNotify)
        return E_NOINTERFACE;
    AddRef();
    *ppvObject = this;
    return S_OK;
}

ULONG Listener::AddRef() { return ++references_; }

ULONG Listener::Release() {
    const std::lock_guard lock(mutex_);
    const ULONG left = --references_;
    changed_.notify_all();
    return left;
}

bool Listener::is_let_go(std::chrono::milliseconds limit) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return references_ == 1; });
}

void Listener::Notify(const MAPIOFFLINE_NOTIFY* notice) {
    {
        const std::lock_guard lock(mutex_);
        if (returned_ != told_.size())
            overlapped_ = true;
        told_.push_back(*notice);
        threads_.push_back(std::this_thread::get_id());
        changed_.notify_all();
    }

    struct Returning {
        Listener& listener;

        ~Returning() {
            const std::lock_guard lock(listener.mutex_);
            ++listener.returned_;
            listener.changed_.notify_all();
        }
    } const returning{*this};

    if (reaction_)
        reaction_(*notice);
}

std::vector<MAPIOFFLINE_NOTIFY> Listener::told() const {
    const std::lock_guard lock(mutex_);
    return told_;
}

Words Listener::heard() const {
    Words words;
    std::ranges::transform(told(), std::back_inserter(words), word);
    return words;
}

std::vector<std::thread::id> Listener::threads() const {
    const std::lock_guard lock(mutex_);
    return threads_;
}

bool Listener::begins(std::size_t calls, std::chrono::milliseconds limit) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return told_.size() >= calls; });
}

bool Listener::returns(std::size_t calls, std::chrono::milliseconds limit) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return returned_ >= calls; });
}

} // namespace offline::clients
