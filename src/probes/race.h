#pragma once

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
    Race(std::vector<model::Address> addresses, std::uint16_t port);

    /// Throws where no address took the connection; failure() says why.
    asio::awaitable<asio::ip::tcp::socket> run();

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

    asio::awaitable<void> run_from(std::size_t first);
    asio::awaitable<void> connect(Attempt& attempt);
    const Attempt& best() const;

    std::vector<Attempt> attempts_;
    std::uint16_t port_;
    std::optional<asio::ip::tcp::socket> won_;
};

} // namespace offline::probes
