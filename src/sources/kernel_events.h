#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "base/result.h"

namespace offline::sources {

/// The kernel changed something about links, addresses, routes, rules or next hops. It says "look again" and
/// no more: for many losses the kernel sends no message that names them.
struct Wake {
    std::size_t messages{};           ///< how many changes came in this one wake-up
    bool overrun{};                   ///< some were lost: nothing known before can be relied on
    std::vector<std::uint32_t> links; ///< the interfaces that changes of links were about
};

/// Listens to the kernel's routing news (rtnetlink), in the network namespace of the thread that opens it.
///
/// Threads: all calls and the callback belong to the executor's one thread. Whatever is waiting at a wake-up
/// is one call of the callback. The callback may destroy the listener.
class KernelEvents {
public:
    using Listener = std::function<void(const Wake&)>;

    /// Fails with Code::no_permission where this process may not listen; a timer must serve then.
    static base::Result<std::unique_ptr<KernelEvents>> open(const boost::asio::any_io_executor& executor);

    KernelEvents(const KernelEvents&) = delete;
    KernelEvents& operator=(const KernelEvents&) = delete;
    /// Ends the listening: the callback is never called again.
    ~KernelEvents();

    /// Begins to listen; news since open() is not lost. Called once.
    void start(Listener listener);

    /// The groups of news that this kernel does not have, by their rtnetlink names, such as `nexthop`.
    const std::vector<std::string_view>& missing_groups() const noexcept;
    /// How many pieces were malformed or not from the kernel, since open(). They are ignored.
    std::uint64_t ignored() const noexcept;

private:
    class Socket;
    explicit KernelEvents(std::shared_ptr<Socket> socket);

    std::shared_ptr<Socket> socket_;
};

} // namespace offline::sources
