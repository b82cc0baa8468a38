#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "dice.h"
#include "ledger.h"
#include "model/evidence.h"
#include "model/profile.h"
#include "model/verdict.h"

namespace offline::sim {

/// A profile's servers and the ways to them, as chance has it, and the judge that makes a verdict of what is
/// met: ways open and close, servers refuse, stall and come back, looks take their time.
class Network {
public:
    Network(Dice& dice, Ledger& ledger, base::Instant now);

    /// Something happens out there.
    void stir(base::Instant now);
    /// Somebody has reason to have it looked at.
    void look_again(base::Instant now);
    /// Ends and begins looks, and judges; the verdict where it says something new.
    std::optional<model::Verdict> judge(base::Instant now);
    base::Instant next_event() const;

private:
    struct Server {
        Reason reason = Reason::ok;
        std::chrono::milliseconds after{10};
        std::optional<model::Look> under_way;
    };

    void end_looks(base::Instant now);
    bool begin_looks(base::Instant now);

    Dice& dice_;
    Ledger& ledger_;
    model::Profile profile_;
    model::Evidence evidence_;
    model::Verdict verdict_;
    std::vector<Server> servers_;
    bool judged_ = false;
};

} // namespace offline::sim
