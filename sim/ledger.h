#pragma once

#include <cstdint>
#include <string>

#include "base/timestamp.h"

namespace offline::sim {

/// What happened in a run: how many events, a digest of them in their order, and the first promise that was
/// broken. With `tell`, each event is a line on stdout as well.
class Ledger {
public:
    explicit Ledger(bool tell) : tell_(tell) {}

    /// One client operation, network event or delivered phase.
    void event(base::Instant at, const char* what, std::uint64_t whom, std::uint64_t how = 0);

    void expect(bool kept, const char* promise) {
        if (!kept && !broken_)
            broken_ = promise;
    }

    std::uint64_t events() const { return events_; }

    std::uint64_t digest() const { return digest_; }

    /// Null while all are kept.
    const char* broken() const { return broken_; }

private:
    bool tell_;
    std::uint64_t events_ = 0;
    std::uint64_t digest_ = 0xcbf29ce484222325;
    const char* broken_ = nullptr;
};

} // namespace offline::sim
