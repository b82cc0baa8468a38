#include "abi/callback.h"

#include <chrono>

namespace offline::abi {

HRESULT Callback::QueryInterface(REFIID riid, void** ppvObject) {
    const bool known = IsEqualIID(riid, IID_IUnknown) || IsEqualIID(riid, IID_IMAPIOfflineNotify);
    *ppvObject = known ? this : nullptr;
    if (known)
        AddRef();
    return known ? S_OK : E_NOINTERFACE;
}

ULONG Callback::AddRef() {
    const std::lock_guard lock(mutex_);
    return ++references_;
}

ULONG Callback::Release() {
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
    return --references_;
}

ULONG Callback::references() const {
    const std::lock_guard lock(mutex_);
    return references_;
}

void Callback::Notify(const MAPIOFFLINE_NOTIFY* notice) {
    {
        const std::lock_guard lock(mutex_);
        ++begun_;
        heard_ += std::to_string(notice->NotifyType);
        if (notice->NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE)
            heard_ += ">" + std::to_string(notice->Info.StateChange.ulStateNew);
        changed_.notify_all();
    }
    if (reaction_)
        reaction_(*notice);
    const std::lock_guard lock(mutex_);
    ++returned_;
    changed_.notify_all();
}

std::string Callback::heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
}

template <class Condition>
bool Callback::waits_for(Condition condition) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), condition);
}

bool Callback::begins(std::size_t calls) const {
    return waits_for([&] { return begun_ >= calls; });
}

bool Callback::returns(std::size_t calls) const {
    return waits_for([&] { return returned_ >= calls; });
}

bool Callback::is_let_go() const {
    return waits_for([&] { return references_ == 1; });
}

} // namespace offline::abi
