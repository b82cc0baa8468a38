#pragma once

#include <cstddef>

#include "dispatch/sink.h"

namespace offline::sim {

/// What the latest call said.
struct Heard {
    dispatch::Notice::Kind kind{};
    model::Phase phase{};
    State from{}, to{};
};

const Heard& heard();

/// How many ears there are.
std::size_t ears();

/// The far end of a registration in the simulator: it only listens, what it does is the world's affair.
class Ear final : public dispatch::Sink {
public:
    explicit Ear(bool wants_reasons);
    ~Ear() override;
    Ear(const Ear&) = delete;
    Ear& operator=(const Ear&) = delete;

    void deliver(const dispatch::Notice& notice) override;

    bool wants_reasons() const noexcept override { return wants_reasons_; }

private:
    const bool wants_reasons_;
};

} // namespace offline::sim
