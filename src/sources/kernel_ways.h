#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "model/way.h"
#include "sources/kernel_events.h"
#include "sources/route_messages.h"
#include "sources/route_socket.h"

namespace offline::sources {

/// Asks the kernel's routing, afresh each time, in the network namespace of the thread that opens it. Blocks
/// for some tens of microseconds a question.
///
/// A way is open where the kernel would send a packet of this process over an interface that is up and has
/// carrier, from an address that can be answered. A closed way whose link was lost keeps the interface it led
/// over, so that it stays `link_lost` when asked again. A kernel that does not answer within a second says
/// nothing: the way is then `last` with `known` false, and open where there was none before.
class KernelWays final : public model::Ways {
public:
    /// Fails with Code::no_permission where this process may not ask.
    static base::Result<std::unique_ptr<KernelWays>> open();

    /// While one lives, each interface is asked about once: for many questions about one moment.
    class Round {
    public:
        explicit Round(KernelWays& ways);
        /// What the rounds before were told of interfaces still holds, but for those that the news is about:
        /// other people's links come and go by hundreds. Each piece of news has its round, in which nothing
        /// is answered as it was before.
        Round(KernelWays& ways, const Wake& news);
        Round(const Round&) = delete;
        Round& operator=(const Round&) = delete;
        ~Round();

    private:
        KernelWays& ways_;
    };

    model::Way to(const model::Destination& there, const model::Way* last) override;
    model::Way to_the_internet(const model::Way* last) override;
    /// True as well where the kernel does not answer.
    bool any_interface_usable() override;

    model::Traffic traffic_with(std::span<const model::Address> addresses, std::uint16_t port) override;

    /// The socket that the questions go through: nothing waits for it between them.
    int descriptor() const noexcept { return socket_.descriptor(); }

private:
    explicit KernelWays(RouteSocket socket);

    /// The answer to a question about routing: a route, or why there is none.
    struct Routing {
        std::optional<Route> route;
        int error{}; ///< the kernel's errno; 0 where it gave a route, or no answer at all
    };

    Routing route_to(const model::Destination& there, bool matched);
    void wait_until_done();
    /// None where the kernel did not answer.
    std::optional<Link> link(std::uint32_t index);
    model::Way closed(std::string detail, const model::Way* last);
    static model::Way unanswered(const model::Way* last);

    RouteSocket socket_;
    std::vector<Link> asked_; ///< links of this round, and of those before it about news
    int rounds_{};
};

} // namespace offline::sources
