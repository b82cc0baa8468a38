#include "probes/portal.h"

#include "probes/race.h"
#include "probes/words.h"

namespace offline::probes {
namespace {

bool is_below(const std::string& host, const std::string& other) {
    return host.size() > other.size() && host.ends_with(other) && host[host.size() - other.size() - 1] == '.';
}

} // namespace

std::string sign_of_portal(const http::Answer& answer, const std::string& host) {
    if (answer.status == 511)
        return "the network asks for a log-in: " + answer.status_line;
    if (const auto other = http::host_of_redirect(answer.location, host); !other.empty())
        return "port 80 of " + host + " leads to a log-in page at " + printable(other);
    return {};
}

std::string sign_of_portal_at_site(const http::Answer& answer, const std::string& host) {
    const auto other = http::host_of_redirect(answer.location, host);
    return is_below(other, host) || is_below(host, other) ? std::string() : sign_of_portal(answer, host);
}

asio::awaitable<void> ask_for_portal(std::vector<model::Address> addresses, std::string host,
                                     std::string& sign) {
    constexpr std::uint16_t http_port = 80;
    try {
        Race race(std::move(addresses), http_port);
        Connection server(co_await race.run());
        const auto answer =
            co_await http::ask(server, "GET", http::host_field(host, http_port, http_port), "/");
        sign = sign_of_portal(answer, host);
    } catch (const Failed&) {
        // Nobody there, or no web server: no portal either.
    }
}

} // namespace offline::probes
