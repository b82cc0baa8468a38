#include "probes/imap.h"

#include <string>

#include "probes/words.h"

namespace offline::probes::imap {
namespace {

// The end of a command's answer; what the server says before that is looked through for `wanted`.
asio::awaitable<std::string> answer(Connection& server, std::string tag, std::string wanted, bool& found) {
    for (;;) {
        auto line = co_await server.line();
        if (begins(line, tag + " "))
            co_return line;
        if (begins(line, "* BYE"))
            throw refused_by_server(line);
        if (!begins(line, "* "))
            throw another_protocol("IMAP", line);
        found = found || mentions(line, wanted);
    }
}

} // namespace

asio::awaitable<Greeting> greet(Connection& server, bool upgrade) {
    const auto greeting = co_await server.line();
    if (begins(greeting, "* BYE"))
        throw refused_by_server(greeting);
    const bool logged_in = begins(greeting, "* PREAUTH");
    if (!logged_in && !begins(greeting, "* OK"))
        throw another_protocol("IMAP", greeting);
    if (!upgrade || logged_in)
        co_return Greeting{.words = printable(greeting)};

    bool offered = false;
    co_await server.send("a CAPABILITY\r\n");
    co_await answer(server, "a", "STARTTLS", offered);
    if (!offered)
        co_return Greeting{.words = printable(greeting)};
    co_await server.send("b STARTTLS\r\n");
    if (const auto agreed = co_await answer(server, "b", "STARTTLS", offered); !begins(agreed, "b OK"))
        throw encryption_refused(agreed);
    co_return Greeting{.words = printable(greeting), .start_tls = true};
}

asio::awaitable<void> leave(Connection& server) {
    bool ignored = false;
    co_await server.send("z LOGOUT\r\n");
    try {
        co_await answer(server, "z", "", ignored);
    } catch (const Failed&) {
        // "* BYE" comes before the answer, and is as good.
    }
}

bool may_begin(std::string_view bytes) { return may_become(bytes, "* "); }

} // namespace offline::probes::imap
