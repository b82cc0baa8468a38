#pragma once

#include <memory>
#include <optional>

#include "bus/mirror.h"
#include "session/authority.h"
#include "session/own_engine.h"

namespace offline::session {

/// The daemon judges; while it cannot, the engine of this process does.
class ThroughDaemon final : public Authority {
public:
    ThroughDaemon(bus::Mirror& mirror, std::shared_ptr<bus::MirroredProfile> profile);

    Opinion opinion() const override;
    engine::Explanation explain() const override;
    std::uint64_t suppressed() const override;
    base::Result<void> report_met(bool ok, const std::string& endpoint) const override;
    base::Result<void> play(const Played& played) const override;
    base::Result<void> end_play() const override;

private:
    std::optional<OwnEngine> alone() const;
    engine::Explanation evidence() const;

    bus::Mirror& mirror_;
    std::shared_ptr<bus::MirroredProfile> profile_;
};

} // namespace offline::session
