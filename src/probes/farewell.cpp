#include "probes/farewell.h"

#include <chrono>

#include "probes/imap.h"
#include "probes/pop3.h"
#include "probes/smtp.h"
#include "probes/timing.h"

namespace offline::probes {
namespace {

using model::Scheme;

constexpr auto longest = std::chrono::milliseconds(500);

asio::awaitable<void> say_goodbye(Connection& server, Scheme scheme) {
    switch (scheme) {
    case Scheme::imap:
    case Scheme::imaps:
        return imap::leave(server);
    case Scheme::pop3:
    case Scheme::pop3s:
        return pop3::leave(server);
    case Scheme::smtp:
    case Scheme::smtps:
    case Scheme::submission:
        return smtp::leave(server);
    default:
        return []() -> asio::awaitable<void> { co_return; }();
    }
}

asio::awaitable<void> part(Connection& server, Scheme scheme) {
    try {
        co_await say_goodbye(server, scheme);
        co_await server.close();
    } catch (const Failed&) {
        // Rudeness at the door changes no verdict.
    }
}

} // namespace

asio::awaitable<void> take_leave(std::unique_ptr<Connection> server, Scheme scheme,
                                 [[maybe_unused]] std::shared_ptr<void> place) {
    co_await within(longest, part(*server, scheme));
}

} // namespace offline::probes
