#include "probes/smtp.h"

#include <algorithm>
#include <string>

#include "model/address.h"
#include "probes/words.h"

namespace offline::probes::smtp {
namespace {

/// A reply of one or more lines: its code, its first line, and whether it names STARTTLS.
struct Reply {
    std::string code;
    std::string words;
    bool offers_tls{};
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

asio::awaitable<Reply> reply(Connection& server) {
    Reply whole;
    for (;;) {
        const auto line = co_await server.line();
        const auto code = line.substr(0, 3);
        const bool digits = code.size() == 3 && std::ranges::all_of(code, is_digit);
        const char mark = line.size() > 3 ? line[3] : ' ';
        const bool fits = whole.code.empty() || code == whole.code;
        if (!digits || !fits || (mark != ' ' && mark != '-'))
            throw another_protocol("SMTP", line);
        if (whole.code.empty())
            whole = {code, printable(line), false};
        whole.offers_tls =
            whole.offers_tls || begins(line.substr(std::min<std::size_t>(4, line.size())), "STARTTLS");
        if (mark == ' ')
            co_return whole;
    }
}

// The form of RFC 5321, 4.1.3: a client without a name of its own says its address.
std::string our_name(const Connection& server) {
    const auto address = model::plain(server.local_address());
    if (address.is_v6())
        return "[IPv6:" + asio::ip::address_v6(address.to_v6().to_bytes()).to_string() + "]";
    return "[" + address.to_string() + "]";
}

void stop_where_refused(const Reply& reply) {
    if (reply.code == "421" || reply.code == "554")
        throw refused_by_server(reply.words);
}

} // namespace

asio::awaitable<Greeting> greet(Connection& server, bool upgrade) {
    const auto greeting = co_await reply(server);
    if (greeting.code[0] == '4' || greeting.code[0] == '5')
        throw refused_by_server(greeting.words);
    if (greeting.code != "220")
        throw another_protocol("SMTP", greeting.words);
    if (!upgrade)
        co_return Greeting{.words = greeting.words};

    co_await server.send("EHLO " + our_name(server) + "\r\n");
    const auto hello = co_await reply(server);
    stop_where_refused(hello);
    if (hello.code != "250" || !hello.offers_tls)
        co_return Greeting{.words = greeting.words};
    co_await server.send("STARTTLS\r\n");
    const auto agreed = co_await reply(server);
    stop_where_refused(agreed);
    if (agreed.code != "220")
        throw encryption_refused(agreed.words);
    co_return Greeting{.words = greeting.words, .start_tls = true};
}

asio::awaitable<void> leave(Connection& server) {
    co_await server.send("QUIT\r\n");
    co_await reply(server);
}

bool may_begin(std::string_view bytes) {
    return std::ranges::all_of(bytes.substr(0, 3), is_digit) &&
           (bytes.size() < 4 || std::string_view(" -\r\n").find(bytes[3]) != std::string_view::npos);
}

} // namespace offline::probes::smtp
