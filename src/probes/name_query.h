#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "model/address.h"

namespace offline::probes {

namespace asio = boost::asio;

/// What one name leads to at most: a hostile name server gives thousands.
inline constexpr std::size_t most_addresses = 8;

/// One name, asked of the name servers: A and AAAA as two queries, neither of which waits long for the other.
///
/// Each query makes its own c-ares channel, so it uses the name servers that /etc/resolv.conf names at that
/// moment, and leaves nothing behind when it is cancelled. On Windows only the system asks them: a query ends
/// there at once and without an answer.
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

    /// IPv6 first, then the families in turn, as RFC 8305 wants them tried; at most `most_addresses`.
    std::vector<model::Address> addresses() const;
    /// The name servers say that the name has no address at all.
    bool not_found() const;
    /// For people: which name servers, and what they said.
    std::string detail() const;

    const std::vector<model::Address>& name_servers() const;

    /// It could not even ask, for want of a descriptor or memory: that says nothing of the name.
    bool in_want() const;

private:
    class Channel;

    std::unique_ptr<Channel> channel_;
};

} // namespace offline::probes
