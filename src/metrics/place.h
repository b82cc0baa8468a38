#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include "base/result.h"

namespace offline::metrics {

/// Where metrics are told: a Unix socket, or a port of this machine's that no other can reach.
struct Place {
    std::filesystem::path socket;                          ///< empty where it is a port
    std::optional<boost::asio::ip::tcp::endpoint> address; ///< always of the loopback

    /// As a person would name it: the path, or `http://127.0.0.1:9911/metrics`.
    std::string text() const;
};

/// Reads `unix` (a socket in the user's runtime folder), `unix:PATH`, `127.0.0.1:PORT`, `[::1]:PORT` or
/// `localhost:PORT`; port 0 is any free one. Code::usage, with what to write instead, for everything else.
base::Result<Place> parse_place(std::string_view text);

} // namespace offline::metrics
