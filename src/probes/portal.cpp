#include "probes/portal.h"

#include <algorithm>
#include <string_view>

#include "probes/race.h"
#include "probes/words.h"

namespace offline::probes {
namespace {

bool is_below(std::string_view host, std::string_view other) {
    return host.size() > other.size() && host.ends_with(other) && host[host.size() - other.size() - 1] == '.';
}

// imap.example.org and www.example.org; not the whole of .org.
bool are_siblings(std::string_view host, std::string_view other) {
    const auto above = [](std::string_view name) {
        return name.substr(std::min(name.find('.'), name.size()));
    };
    return above(host) == above(other) && above(host).find('.', 1) != std::string_view::npos;
}

bool belong_together(std::string_view host, std::string_view other) {
    return is_below(other, host) || is_below(host, other) || are_siblings(host, other);
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
    return belong_together(host, other) ? std::string() : sign_of_portal(answer, host);
}

asio::awaitable<std::optional<http::Answer>> ask_web_server(std::vector<model::Address> addresses,
                                                            std::string host) {
    constexpr std::uint16_t http_port = 80;
    try {
        Race race(http_port);
        co_await race.run(std::move(addresses));
        Connection server(race.take());
        co_return co_await http::ask(server, "GET", http::host_field(host, http_port, http_port), "/");
    } catch (const Failed&) {
        co_return std::nullopt;
    }
}

} // namespace offline::probes
