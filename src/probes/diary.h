#pragma once

#include <optional>
#include <string>

#include "model/look.h"
#include "probes/failed.h"

namespace offline::probes {

/// Writes a look down while it is under way: step by step, then the one verdict.
class Diary {
public:
    Diary();

    void begin(model::StepKind kind);
    void done(std::string detail = {});
    /// The step did not come off, and the look goes on all the same.
    void in_vain(std::string detail);

    void well(std::string detail);
    void badly(const Failed& failed);
    /// The same failure, seen in a better light.
    void think_again(const Failed& failed);

    bool decided() const { return decided_; }

    std::optional<model::StepKind> under_way() const { return under_way_; }

    model::Look& look() { return look_; }

    /// The whole look; the clock stops here.
    model::Look close();

private:
    void end_step(bool ok, std::string detail);

    model::Look look_;
    base::Instant began_;
    base::Instant step_began_;
    base::Instant decided_at_;
    std::optional<model::StepKind> under_way_;
    bool decided_ = false;
};

} // namespace offline::probes
