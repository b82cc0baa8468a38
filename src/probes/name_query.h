#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <ares.h>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/timestamp.h"
#include "model/address.h"

namespace offline::probes {

namespace asio = boost::asio;

/// One name, asked of the name servers: A and AAAA as two queries, neither of which waits long for the other.
///
/// Each query makes its own c-ares channel, so it uses the name servers that /etc/resolv.conf names at that
/// moment, and leaves nothing behind when it is cancelled.
class NameQuery {
public:
    NameQuery(asio::any_io_executor executor, std::string name, std::chrono::milliseconds first_try);
    ~NameQuery();
    NameQuery(const NameQuery&) = delete;
    NameQuery& operator=(const NameQuery&) = delete;

    /// Ends when there is an answer, good or bad; with silent name servers after all tries (16 times the
    /// first).
    asio::awaitable<void> ask();
    /// Goes on after that, until the other family has been answered too.
    asio::awaitable<void> ask_on();

    /// IPv6 first, then the families in turn, as RFC 8305 wants them tried; at most eight.
    std::vector<model::Address> addresses() const;
    /// The name servers say that the name has no address at all.
    bool not_found() const;
    /// For people: which name servers, and what they said.
    std::string detail() const;

    const std::vector<model::Address>& name_servers() const { return name_servers_; }

    /// It could not even ask, for want of a descriptor or memory: that says nothing of the name.
    bool in_want() const { return in_want_; }

private:
    struct Answer {
        bool arrived = false;
        int status = ARES_ETIMEOUT;
        std::vector<model::Address> addresses;
        base::Instant at{};
    };

    static const ares_socket_functions sockets_of_ours;
    static ares_socket_t open(int family, int type, int protocol, void* query);
    static void watch(void* query, ares_socket_t socket, int readable, int writable);
    static void take(void* answer, int status, int timeouts, ares_addrinfo* found);

    void send(int family, Answer& answer);
    void read_name_servers();
    bool enough() const;
    std::chrono::nanoseconds until_next_try() const;
    std::chrono::nanoseconds until_enough() const;
    asio::awaitable<void> turn(std::chrono::nanoseconds limit);
    asio::awaitable<void> wait_for_sockets();

    asio::posix::stream_descriptor sockets_; ///< an epoll instance that holds the sockets of c-ares
    std::string name_;
    ares_channel channel_ = nullptr; ///< null where c-ares could not begin
    std::vector<model::Address> name_servers_;
    Answer v4_;
    Answer v6_;
    bool in_want_ = false;
};

} // namespace offline::probes
