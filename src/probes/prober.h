#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "model/endpoint.h"
#include "model/look.h"
#include "model/way.h"

namespace offline::probes {

namespace asio = boost::asio;

/// What is to be looked at, and what earlier looks have found out.
struct Question {
    model::Endpoint endpoint;
    std::chrono::nanoseconds timeout{}; ///< for all steps together
    std::vector<model::Address> known;  ///< addresses from earlier looks: tried where the name gives none now
    std::vector<model::Address> proved; ///< addresses that once were good: no portal is suspected there
    /// The way there is new, and may lose its first packets: what gets no answer within 250 ms, a connection
    /// or a question for the name, is tried once more beside it.
    bool led_anew = false;
    bool until_left = true;      ///< the look ends when the server has been left politely; false: when it is
                                 ///< judged, and the farewell goes on without it, for half a second at most
    std::shared_ptr<void> place; ///< let go of once nothing of the look is open any more
};

class Bench;

/// Looks at endpoints: route, name, connection, TLS, greeting, each as far as the scheme goes.
///
/// It sends no credential and no cookie, leaves politely, and holds at most 64 KiB of what a peer says.
///
/// Threads: one; everything runs on the executor given. Any number of looks may be under way at once.
/// Lifetime: `ways` and the Prober outlive every look; cancelling a look (terminal) leaves nothing behind.
class Prober {
public:
    Prober(asio::any_io_executor executor, model::Ways& ways);
    ~Prober();
    Prober(const Prober&) = delete;
    Prober& operator=(const Prober&) = delete;

    /// Ends within the question's time-out, whatever the peer does. Where none of the name's addresses is
    /// proved good, a quarter of it, 2 s at most, is kept for the question whether a captive portal answers.
    ///
    /// Where the name gives no address, the known ones are tried. If none of them answers either, the reason
    /// is that of the attempt that got furthest; `no-route` where the kernel has no way to any of them.
    ///
    /// Where this process itself is in trouble (no descriptors left) the reason is `unknown`, and not ok.
    ///
    /// Throws only boost::system::system_error(operation_aborted), when cancelled.
    asio::awaitable<model::Look> look(Question question);

private:
    std::unique_ptr<Bench> bench_;
};

} // namespace offline::probes
