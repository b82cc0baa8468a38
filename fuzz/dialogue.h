#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "probes/connection.h"
#include "probes/greeting.h"

namespace offline::fuzz {

/// One side of a conversation that is held with the server of an input.
using Talk = std::function<boost::asio::awaitable<void>(probes::Connection& server)>;

/// Plays the server that says the input and closes its side: the first byte says in pieces of which length, 0
/// all at once. The talk must end, by itself or by a Failed that it lets through, which is returned.
std::optional<probes::Failed> hold(std::string_view says, std::size_t piece, const Talk& talk);

/// What a probe's protocol looks like here.
struct Protocol {
    std::function<boost::asio::awaitable<probes::Greeting>(probes::Connection&, bool upgrade)> greet;
    std::function<boost::asio::awaitable<void>(probes::Connection&)> leave;
    bool (*may_begin)(std::string_view bytes);
};

/// Greets the server of an input, checks what came of it, and takes leave. The first byte chooses upgrade
/// (its lowest bit) and piece.
void greet_and_leave(const Protocol& protocol, const std::uint8_t* data, std::size_t size);

/// Ends the process where these are no words that may be shown.
void demand_words(std::string_view words);
void demand_failure(const probes::Failed& failed);

} // namespace offline::fuzz
