#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <mapioffline.h>

#include "com/gate.h"

namespace offline::clients {

using Words = std::vector<std::string>;

/// One whole change, as `Listener::heard()` says it.
inline const Words went_offline{"START 2>1", "STATECHANGE 2>1", "DONE 2>1"};
inline const Words went_online{"START 1>2", "STATECHANGE 1>2", "DONE 1>2"};

/// A client's callback: it keeps what it is told, counts its references, and does what the test says.
/// It belongs to the test, which has the first reference.
class Listener final : public IMAPIOfflineNotify {
public:
    using Reaction = std::function<void(const MAPIOFFLINE_NOTIFY&)>;

    explicit Listener(Reaction reaction = {}) : reaction_(std::move(reaction)) {}

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) override;
    ULONG STDMETHODCALLTYPE AddRef() override;
    ULONG STDMETHODCALLTYPE Release() override;
    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override;

    ULONG references() const { return references_; }

    /// What it was told, in the order in which the calls began.
    std::vector<MAPIOFFLINE_NOTIFY> told() const;
    Words heard() const;
    std::vector<std::thread::id> threads() const;

    bool ever_overlapped() const { return overlapped_; }

    /// Waits until so many calls have begun, or have returned; false where the limit came first.
    bool begins(std::size_t calls, std::chrono::milliseconds limit = generous) const;
    bool returns(std::size_t calls, std::chrono::milliseconds limit = generous) const;

    /// Waits until nobody but the test has a reference; false where the limit came first.
    bool is_let_go(std::chrono::milliseconds limit = generous) const;

private:
    Reaction reaction_;
    std::atomic<ULONG> references_{1};
    std::atomic<bool> overlapped_ = false;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<MAPIOFFLINE_NOTIFY> told_;
    std::vector<std::thread::id> threads_;
    std::size_t returned_ = 0;
};

} // namespace offline::clients
