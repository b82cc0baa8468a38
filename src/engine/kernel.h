#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "model/way.h"

namespace offline::engine {

/// What woke the engine. It says "look again" and carries no truth.
struct News {
    std::size_t changes{};     ///< of links, addresses, routes: the ways are asked again
    bool of_another_network{}; ///< somebody who sees more than routing says that the network is another: the
                               ///< servers are asked again
};

/// The system's routing as the engine meets it: asked for ways, and listened to. One for each platform.
/// Threads: all calls and the listener belong to the executor's one thread; sockets are opened by the
/// thread that makes it, in that thread's network namespace.
class Kernel {
public:
    using Listener = std::function<void(const News&)>;

    explicit Kernel(const boost::asio::any_io_executor& executor);
    ~Kernel();
    Kernel(const Kernel&) = delete;
    Kernel& operator=(const Kernel&) = delete;

    model::Ways& ways() noexcept;
    /// It may not be asked or not be listened to: the ways know nothing, and timers serve.
    bool is_blind() const noexcept;
    /// What keeps it from hearing or telling, one line each.
    const std::vector<std::string>& troubles() const noexcept;

    /// Begins to listen; called once. While the listener is called, each interface is asked about once.
    void listen(Listener listener);
    /// The listener is never called again.
    void stop();

    /// The one descriptor that the loop does not wait for: it asks the kernel. -1 where there is none.
    int descriptor() const noexcept;

private:
    struct Parts;

    std::unique_ptr<Parts> parts_;
};

} // namespace offline::engine
