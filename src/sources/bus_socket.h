#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "sources/bus_address.h"
#include "sources/bus_message.h"
#include "sources/descriptor.h"

namespace offline::sources {

/// One connection to a D-Bus daemon: it introduces itself, sends calls, and cuts what comes into messages. It
/// never blocks, and whatever comes, or does not, ends in a message or in `lost`.
///
/// Threads: all calls and callbacks belong to the executor's one thread. Either callback may close it; after
/// `lost` it is of no more use.
class BusSocket : public std::enable_shared_from_this<BusSocket> {
public:
    using Files = std::vector<Descriptor>;

    struct Hearer {
        std::function<void(const BusMessage&, Files)> message;
        std::function<void(std::string why)> lost;
    };

    struct Opened {
        std::shared_ptr<BusSocket> socket;
        int error{}; ///< the errno, where there is no socket
    };

    static Opened open(const boost::asio::any_io_executor& executor, const BusAddress& address);
    /// From open() only.
    BusSocket(const boost::asio::any_io_executor& executor, Descriptor descriptor);

    /// Introduces this process and begins to listen; called once.
    void start(Hearer hearer);
    /// Calls sent before the daemon has answered the introduction follow it.
    void send(std::span<const std::byte> message);
    /// No callback comes any more.
    void close() noexcept;

private:
    void wait_to_read();
    void wait_to_write();
    void read();
    std::optional<std::string> receive();
    std::optional<std::string> take_introduction();
    std::optional<std::string> take_messages();
    Files take_files(std::size_t count);
    void write();
    void lose(std::string why);

    boost::asio::posix::stream_descriptor socket_;
    Hearer hearer_;
    std::vector<std::byte> in_, out_;
    std::deque<Descriptor> files_; ///< came ahead of the message that they belong to
    int lines_to_come_ = 3;        ///< of the introduction: DATA, OK, and whether files can be passed
    bool writing_ = false;
};

} // namespace offline::sources
