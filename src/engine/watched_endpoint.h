#pragma once

#include <optional>
#include <vector>

#include "model/endpoint.h"
#include "model/evidence.h"
#include "model/way.h"

namespace offline::engine {

/// One endpoint of a watched profile, with what the engine has to remember between looks: which addresses it
/// has, which of them once were good, and how the kernel leads to them.
class WatchedEndpoint {
public:
    explicit WatchedEndpoint(model::Endpoint endpoint);

    const model::Endpoint& endpoint() const noexcept { return endpoint_; }

    const std::vector<model::Address>& known() const noexcept { return known_; }

    const std::vector<model::Address>& proved() const noexcept { return proved_; }

    /// Asks the kernel for the ways again and puts the answer into the evidence. Where the endpoint is led
    /// otherwise than at the last look, or its way came back, a look becomes wanted; returns whether the
    /// evidence changed.
    bool ask_ways(model::Ways& ways, model::EndpointEvidence& evidence, base::Instant now);

    /// Whether looks are of use: a `route` endpoint is judged by routing alone.
    bool wants_looks() const noexcept { return endpoint_.scheme != model::Scheme::route; }

    /// Whether it has a name that nobody has given an address for yet.
    bool is_unresolved() const noexcept { return wants_looks() && known_.empty(); }

    /// What programs' own connections to it have received.
    model::Traffic traffic(model::Ways& ways) const;

    /// Whether the kernel leads there otherwise than a moment ago.
    bool is_led_anew(base::Instant now) const noexcept;

    /// Notes how the kernel leads as a look begins.
    void look_begins() { looked_over_ = ways_; }

    /// Takes from a complete look which addresses there are and which is good.
    void learn(const model::Look& look, model::Ways& ways);

    /// What to show a person: the last look, or what routing alone says.
    std::optional<model::Look> presentation(const model::EndpointEvidence& evidence) const;

private:
    std::vector<model::Way> current_ways(model::Ways& ways) const;

    model::Endpoint endpoint_;
    std::vector<model::Address> known_, proved_;
    std::vector<model::Way> ways_;          ///< by known address; one, to the internet, where none is known
    std::vector<model::Way> looked_over_;   ///< as they were when the last look began
    std::optional<base::Instant> led_anew_; ///< when that last made a look wanted
};

} // namespace offline::engine
