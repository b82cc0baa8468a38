#pragma once

#include <optional>
#include <vector>

#include "model/way.h"
#include "sources/windows/adapters.h"
#include "sources/windows/network_functions.h"

namespace offline::sources {

/// Asks Windows' routing, afresh each time: GetBestRoute2 for the route, GetAdaptersAddresses for the adapter
/// that it leads over. Where the first is not supported (Wine), GetBestInterfaceEx and the adapter's own
/// gateways tell. What Windows does not answer is `last` with `known` false, and open where there was none.
/// Threads: one.
class WindowsWays final : public model::Ways {
public:
    /// The functions outlive it.
    explicit WindowsWays(const NetworkFunctions& windows) : windows_(windows) {}

    /// While one lives, the adapters are read once: for many questions about one moment.
    class Round {
    public:
        explicit Round(WindowsWays& ways);
        Round(const Round&) = delete;
        Round& operator=(const Round&) = delete;
        ~Round();

    private:
        WindowsWays& ways_;
    };

    model::Way to(const model::Destination& there, const model::Way* last) override;
    /// Over an adapter in operation: a route of prefix length 0 or 1, or a gateway of its own.
    model::Way to_the_internet(const model::Way* last) override;
    bool any_interface_usable() override;

private:
    struct Route {
        std::uint32_t interface_index{};
        int prefix_length = -1; ///< -1: Windows tells only the interface
        std::optional<model::Address> gateway, source;
    };

    /// The answer to a question about routing: a route, or "there is none", or none at all.
    struct Routing {
        std::optional<Route> route;
        bool answered{};
    };

    using Adapters = std::vector<Adapter>;

    Routing route_to(const model::Address& address) const;
    Routing interface_to(sockaddr* address) const;
    std::optional<Adapters> adapters();

    const NetworkFunctions& windows_;
    std::optional<Adapters> of_this_round_;
    int rounds_{};
};

} // namespace offline::sources
