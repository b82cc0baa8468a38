#pragma once

#include <cstdint>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "servers/scripts.h"

namespace offline::net {

/// A mail program at work, which has a connection of its own to a server.
class MailProgram {
public:
    /// Returns when it was greeted.
    explicit MailProgram(const std::string& address, std::uint16_t port = 143);

    /// What it says is answered, or, where the server hangs, acknowledged by a kernel alone.
    void say(const std::string& line);
    void read_line();

    /// A server that answers what it says.
    static servers::Script server();

private:
    boost::asio::io_context loop_;
    boost::asio::ip::tcp::socket socket_{loop_};
    std::string heard_;
};

} // namespace offline::net
