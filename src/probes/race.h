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
class Race {
public:
    static constexpr auto stagger = std::chrono::milliseconds(250); // the connection attempt delay

    explicit Race(std::uint16_t port) : port_(port) {}

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
    asio::awaitable<void> connect(Attempt& attempt);
    const Attempt& best() const;

    std::deque<Attempt> attempts_; ///< they stay where they are when others join
    std::uint16_t port_;
    std::optional<asio::ip::tcp::socket> won_;
};

} // namespace offline::probes
