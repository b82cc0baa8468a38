#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace sdbus {
class IConnection;
}

namespace offline::bus {

/// A connection to the session bus on an Asio loop.
///
/// Nothing is taken from the bus while something cannot be given to it, so that what waits here stays small.
/// Threads: the executor's one thread.
class BusLine {
public:
    /// Throws sdbus::Error where there is no session bus. `lost` is called once, when the bus has gone.
    BusLine(const boost::asio::any_io_executor& executor, std::function<void(const std::string& why)> lost);
    ~BusLine();
    BusLine(const BusLine&) = delete;
    BusLine& operator=(const BusLine&) = delete;

    sdbus::IConnection& connection() noexcept { return *connection_; }

    /// Takes the name, from another process if `replace`; false where another has it. `name_lost` is called
    /// when another takes it.
    bool take_name(const std::string& name, bool replace, std::function<void()> name_lost);

    /// Begins to serve.
    void attend();

    /// Runs what sends something, outside of a call from the bus. Where nothing can be sent, the bus has
    /// gone.
    template <class Work>
    void send(Work work) {
        guarded([&] {
            work();
            if (attended_ && has_to_write())
                wait();
        });
    }

private:
    void guarded(const std::function<void()>& work);
    void serve();
    bool has_to_write() const;
    void wait();
    void wait_for_news();
    void wait_for_room();

    std::unique_ptr<sdbus::IConnection> connection_;
    std::function<void(const std::string&)> lost_;
    boost::asio::posix::stream_descriptor descriptor_;
    bool attended_ = false;
    bool has_gone_ = false;
    bool awaits_news_ = false;
    bool awaits_room_ = false;
};

} // namespace offline::bus
