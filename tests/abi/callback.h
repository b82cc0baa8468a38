#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include <mapioffline.h>

namespace offline::abi {

/// A client's callback. It keeps what it is told, counts its references, and does what the test says. It
/// belongs to the test, which has the first reference.
class Callback final : public IMAPIOfflineNotify {
public:
    using Reaction = std::function<void(const MAPIOFFLINE_NOTIFY&)>;

    explicit Callback(Reaction reaction = {}) : reaction_(std::move(reaction)) {}

    Callback(const Callback&) = delete;
    Callback& operator=(const Callback&) = delete;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) override;
    ULONG STDMETHODCALLTYPE AddRef() override;
    ULONG STDMETHODCALLTYPE Release() override;
    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override;

    ULONG references() const;

    /// The changes it was told of: a digit for each phase, and the new state after the last: "123>1".
    std::string heard() const;

    /// Waits until so many calls have begun, or have returned; false where that takes ten seconds.
    bool begins(std::size_t calls) const;
    bool returns(std::size_t calls) const;

    /// Waits until nobody but the test has a reference, likewise.
    bool is_let_go() const;

private:
    template <class Condition>
    bool waits_for(Condition condition) const;

    const Reaction reaction_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    ULONG references_ = 1;
    std::size_t begun_ = 0, returned_ = 0;
    std::string heard_;
};

} // namespace offline::abi
