#include "probes/pop3.h"

#include <string>

#include "probes/words.h"

namespace offline::probes::pop3 {
namespace {

asio::awaitable<bool> offers_tls(Connection& server) {
    co_await server.send("CAPA\r\n");
    if (const auto status = co_await server.line(); begins(status, "-ERR"))
        co_return false; // a server older than CAPA
    else if (!begins(status, "+OK"))
        throw another_protocol("POP3", status);
    bool offered = false;
    for (auto line = co_await server.line(); line != "."; line = co_await server.line())
        offered = offered || begins(line, "STLS");
    co_return offered;
}

} // namespace

asio::awaitable<Greeting> greet(Connection& server, bool upgrade) {
    const auto greeting = co_await server.line();
    if (begins(greeting, "-ERR"))
        throw refused_by_server(greeting);
    if (!begins(greeting, "+OK"))
        throw another_protocol("POP3", greeting);
    if (!upgrade || !co_await offers_tls(server))
        co_return Greeting{.words = printable(greeting)};
    co_await server.send("STLS\r\n");
    if (const auto agreed = co_await server.line(); !begins(agreed, "+OK"))
        throw encryption_refused(agreed);
    co_return Greeting{.words = printable(greeting), .start_tls = true};
}

asio::awaitable<void> leave(Connection& server) {
    co_await server.send("QUIT\r\n");
    co_await server.line();
}

bool may_begin(std::string_view bytes) { return may_become(bytes, "+OK") || may_become(bytes, "-ERR"); }

} // namespace offline::probes::pop3
