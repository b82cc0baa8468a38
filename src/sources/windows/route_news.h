#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "sources/windows/network_functions.h"

namespace offline::sources {

/// Hears of changes of interfaces and routes: from Windows where it tells, and by reading the adapters again
/// and again, which never stops: a subscription that Windows grants may still be one that says nothing.
///
/// A subscription that was granted without a handle is none (Wine grants those).
/// Threads: all calls and the callback belong to the executor's one thread. What comes while a wake-up is
/// under way is one with it.
class RouteNews {
public:
    using Listener = std::function<void()>;

    /// How often the adapters are read where Windows tells of changes, and where it does not.
    static constexpr auto now_and_then = std::chrono::seconds(10);
    static constexpr auto often = std::chrono::seconds(1);

    /// Subscribes. The functions outlive it.
    RouteNews(const boost::asio::any_io_executor& executor, const NetworkFunctions& windows);
    ~RouteNews();
    RouteNews(const RouteNews&) = delete;
    RouteNews& operator=(const RouteNews&) = delete;

    /// What Windows does not tell of, in words: "interfaces", "routes".
    const std::vector<std::string>& deaf_to() const noexcept;

    /// Called once.
    void start(Listener listener);
    /// The listener is never called again.
    void stop();

private:
    class Ear;

    std::shared_ptr<Ear> ear_;
};

} // namespace offline::sources
