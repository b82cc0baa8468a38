#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "model/address.h"
#include "probes/failed.h"

namespace offline::probes {

namespace asio = boost::asio;

/// Happy eyeballs (RFC 8305): connects to the addresses in turn, each 250 ms after the one before or at once
/// when that has failed. The first connection wins and ends the others.
///
/// Over a way that may lose its first packet, an address that is silent for as long is tried once more beside
/// the first attempt: TCP itself would repeat it only after 1 s. A server that is merely slow sees a second
/// connection begin, and given up before it stands.
class Race {
public:
    static constexpr auto stagger = std::chrono::milliseconds(250); // the connection attempt delay

    explicit Race(std::uint16_t port, bool may_lose_the_first = false)
        : port_(port), may_lose_the_first_(may_lose_the_first) {}

    /// Ends well once an address took the connection. Throws where none did; failure() says why. Others may
    /// join while it runs.
    asio::awaitable<void> run(std::vector<model::Address> addresses);

    /// The connection, once.
    asio::ip::tcp::socket take() { return std::move(*won_); }

    /// The attempt that got furthest: a refusal came from the other end, silence from nowhere, and
    /// "unreachable" from underway. An attempt still under way counts as silence.
    Failed failure() const;
    model::Address furthest() const;

private:
    struct Attempt {
        model::Address address;
        bool begun = false;
        std::optional<Failed> failed;
    };

    asio::awaitable<void> run_from(std::size_t first, std::size_t end);
    asio::awaitable<void> attempt_at(Attempt& attempt);
    asio::awaitable<void> connect(Attempt& attempt);
    asio::awaitable<void> connect_again(Attempt& attempt);
    const Attempt& best() const;

    std::deque<Attempt> attempts_; ///< they stay where they are when others join
    std::uint16_t port_;
    bool may_lose_the_first_;
    std::optional<asio::ip::tcp::socket> won_;
};

} // namespace offline::probes
