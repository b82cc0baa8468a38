#pragma once

#include "engine/engine.h"
#include "session/authority.h"

namespace offline::session {

/// The engine of this process judges.
class OwnEngine final : public Authority {
public:
    /// `temporary`: the profile ends with this.
    OwnEngine(engine::Watched watched, bool temporary);
    ~OwnEngine() override;
    OwnEngine(const OwnEngine&) = delete;
    OwnEngine& operator=(const OwnEngine&) = delete;

    Opinion opinion() const override;
    engine::Explanation explain() const override;
    std::uint64_t suppressed() const override;
    base::Result<void> report_met(bool ok, const std::string& endpoint) const override;

private:
    engine::Watched watched_;
    bool temporary_;
};

/// A profile that the engine of this process has opened.
Judged judged_here(engine::Watched watched, bool temporary = false);

/// As open_profile(), by the engine of this process.
base::Result<Judged> open_here(std::string_view name, bool create);

std::vector<model::Source> sources_here();

} // namespace offline::session
