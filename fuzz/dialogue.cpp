#include "fuzz/dialogue.h"

#include <algorithm>
#include <exception>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include "base/utf8.h"
#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "probes/trust.h"

namespace offline::fuzz {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using probes::Connection;

constexpr std::size_t most_said = std::size_t{96} * 1024; // more than a look reads, less than a socket holds

asio::io_context& loop() {
    static asio::io_context only(1);
    only.restart();
    return only;
}

// Bytes that a server sends before its handshake are no part of it.
asio::awaitable<void> expect_no_encryption(Connection& server) {
    static probes::Trust trust;
    bool refused = false;
    try {
        co_await server.encrypt(trust, "mail.example.org");
    } catch (const probes::Failed& failed) {
        refused = failed.reason == Reason::protocol;
    }
    demand(refused, "what was said before the handshake is not taken for said under it");
}

void demand_that_it_may_begin(const Protocol& protocol, std::string_view says) {
    const auto first = says.substr(0, says.find('\n'));
    for (std::size_t length = 1; length <= first.size(); ++length)
        demand(protocol.may_begin(first.substr(0, length)), "a good greeting may begin as it does");
}

} // namespace

std::optional<probes::Failed> hold(std::string_view says, std::size_t piece, const Talk& talk) {
    auto& io = loop();
    stream_protocol::socket near(io), far(io);
    asio::local::connect_pair(near, far);
    Connection server(asio::ip::tcp::socket(io, asio::ip::tcp::v4(), near.release()));
    std::optional<probes::Failed> failed;
    bool over = false;
    asio::co_spawn(io, talk(server), [&](const std::exception_ptr& thrown) {
        over = true;
        try {
            if (thrown)
                std::rethrow_exception(thrown);
        } catch (const probes::Failed& caught) {
            failed = caught;
        }
    });
    says = says.substr(0, most_said);
    boost::system::error_code gone;
    while (!says.empty() && !over) {
        const auto part = says.substr(0, piece == 0 ? says.size() : piece);
        asio::write(far, asio::buffer(part), gone);
        says.remove_prefix(part.size());
        io.poll();
    }
    far.shutdown(stream_protocol::socket::shutdown_send, gone);
    io.restart();
    io.run();
    demand(over, "a talk ends when the server has closed its side");
    return failed;
}

void greet_and_leave(const Protocol& protocol, const std::uint8_t* data, std::size_t size) {
    Bytes input(data, size);
    const auto how = input.byte();
    const bool upgrade = (how & 1) != 0;
    const auto says = input.text();
    std::optional<probes::Greeting> greeting;
    const auto failed = hold(says, how / 2U, [&](Connection& server) -> asio::awaitable<void> {
        greeting = co_await protocol.greet(server, upgrade);
        if (!greeting->start_tls)
            co_await protocol.leave(server);
        else if (!server.unread().empty())
            co_await expect_no_encryption(server);
    });
    demand(greeting || failed, "a look ends in a greeting or in a reason");
    if (failed)
        demand_failure(*failed);
    if (!greeting)
        return;
    demand_words(greeting->words);
    demand(upgrade || !greeting->start_tls, "nobody upgrades unasked");
    if (protocol.may_begin != nullptr)
        demand_that_it_may_begin(protocol, says);
}

void demand_words(std::string_view words) {
    constexpr std::size_t longest = 300;
    demand(words.size() <= longest && base::sound_utf8(words) == words, "words are short and sound UTF-8");
    const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
    demand(std::ranges::none_of(words, is_control), "words have no control character");
}

void demand_failure(const probes::Failed& failed) {
    demand(failed.reason == Reason::protocol || failed.reason == Reason::no_greeting ||
               failed.reason == Reason::service_refused || failed.reason == Reason::tls_failed,
           "a failed talk has a reason of talks");
    demand(!failed.detail.empty(), "a reason has a sentence");
    demand_words(failed.detail);
}

} // namespace offline::fuzz
