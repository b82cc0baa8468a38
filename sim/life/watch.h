#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "dice.h"
#include "dispatch/delivery.h"
#include "engine/doorkeeper.h"
#include "life/figures.h"
#include "life/laptop.h"
#include "model/evidence.h"
#include "model/profile.h"

namespace offline::sim {

/// An account with the default policy, watched by the real judge, told by the real tree and delivery.
class Watch {
public:
    Watch(Dice& dice, Figures& figures);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// From now on the world looks like that; everything due until then has happened before.
    void turn(const Turn& turn);

private:
    class Ear;

    void pass_until(base::Instant then);
    void judge();
    bool begin_look();
    model::Look look_at(const Sight& sight) const;
    void tell();
    base::Instant next() const;

    Dice& dice_;
    Figures& figures_;
    base::Instant now_{std::chrono::hours(1)};
    const base::Instant birth_ = now_;
    Sight sight_;
    model::Profile profile_;
    model::Evidence evidence_;
    model::Verdict verdict_;
    std::optional<model::Look> under_way_;
    dispatch::Delivery delivery_;
    std::shared_ptr<engine::Doorkeeper> door_;
    tree::ObjectPointer object_;
    State told_ = State::online; ///< what the last STATECHANGE said
};

} // namespace offline::sim
