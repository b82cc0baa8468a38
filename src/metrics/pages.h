#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace offline::metrics {

/// The page that everybody is given who asks within the same tenth of a second: whoever asks without end
/// costs little.
///
/// Threads: the executor's one thread.
class Pages {
public:
    using Page = std::shared_ptr<const std::string>;
    /// Makes a page, perhaps later, and hands it over on the executor.
    using Make = std::function<void(std::function<void(std::string)> made)>;

    Pages(const boost::asio::any_io_executor& executor, Make make);

    /// Nothing where it was not made in time, or stop() was called.
    boost::asio::awaitable<Page> page();
    /// Whoever waits goes on.
    void stop();

private:
    struct Shelf;

    const std::shared_ptr<Shelf> shelf_; ///< a page may be made for nobody any more
    const Make make_;
};

} // namespace offline::metrics
