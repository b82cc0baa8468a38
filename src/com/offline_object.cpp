#include "com/offline_object.h"

#include <limits>
#include <utility>

#include "com/directory.h"
#include "session/process.h"

namespace offline::com {
namespace {

// The count from the last release on: a Notify that is waited for then may still count up and down, without
// ending the object a second time.
constexpr ULONG dying = std::numeric_limits<ULONG>::max() / 2;

} // namespace

OfflineObject::OfflineObject(Directory& directory, std::shared_ptr<engine::ProfileState> profile,
                             tree::ObjectPointer node, IUnknown* outer)
    : directory_(directory), profile_(std::move(profile)), node_(std::move(node)), own_face_(*this, nullptr) {
    if (outer)
        delegating_face_.emplace(*this, outer);
}

HRESULT OfflineObject::query(REFIID riid, void** ppvObject) {
    IMAPIOfflineMgr* face = nullptr;
    if (IsEqualIID(riid, IID_IUnknown))
        face = &own_face();
    else if (IsEqualIID(riid, IID_IMAPIOffline) || IsEqualIID(riid, IID_IMAPIOfflineMgr))
        face = &clients_face();
    if (!face)
        return E_NOINTERFACE;
    face->AddRef();
    *ppvObject = face;
    return S_OK;
}

ULONG OfflineObject::add_reference() noexcept {
    return references_.fetch_add(1, std::memory_order_relaxed) + 1;
}

bool OfflineObject::add_reference_if_alive() noexcept {
    auto count = references_.load(std::memory_order_relaxed);
    while (count < dying && !references_.compare_exchange_weak(count, count + 1, std::memory_order_relaxed)) {
    }
    return count < dying;
}

ULONG OfflineObject::release() {
    auto count = references_.load(std::memory_order_relaxed);
    while (!references_.compare_exchange_weak(count, count == 1 ? dying : count - 1,
                                              std::memory_order_acq_rel)) {
    }
    if (count != 1 || session::in_forked_child())
        return count - 1;
    directory_.forget(*this);
    profile_->dispatcher().unsubscribe_all_of(node_.get(), this);
    delete this;
    return 0;
}

} // namespace offline::com
