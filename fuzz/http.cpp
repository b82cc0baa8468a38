// What a web server says, or a captive portal in its place.
#include "probes/http.h"

#include <optional>
#include <string>

#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "fuzz/dialogue.h"
#include "fuzz/target.h"
#include "probes/portal.h"

namespace offline::fuzz {
namespace {

namespace asio = boost::asio;
using probes::http::Answer;

const std::string host = "mail.example.org";

void check(const Answer& answer) {
    demand(answer.status >= 200 || answer.status < 100, "no interim answer is the answer");
    demand(answer.status < 1000, "a status has three digits");
    demand_words(answer.status_line);
    demand(answer.location.empty() || answer.status / 100 == 3, "only a redirect leads elsewhere");
    const auto sign = probes::sign_of_portal(answer, host);
    const auto sign_at_site = probes::sign_of_portal_at_site(answer, host);
    demand_words(sign);
    demand(sign_at_site.empty() || sign_at_site == sign, "a site is no more of a portal than a stranger");
    demand(probes::http::host_of_redirect(answer.location, host) != host, "the same host is no other");
}

void play(Bytes input) {
    const auto how = input.byte();
    const bool by_get = (how & 1) != 0;
    std::optional<Answer> answer;
    const auto failed =
        hold(input.text(), how / 2U, [&](probes::Connection& server) -> asio::awaitable<void> {
            answer = by_get ? co_await probes::http::ask(server, "GET", host, "/")
                            : co_await probes::http::look_at(server, host, "/");
        });
    demand(answer || failed, "a look ends in an answer or in a reason");
    if (failed)
        demand_failure(*failed);
    else
        check(*answer);
}

} // namespace
} // namespace offline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    offline::fuzz::play({data, size});
    return 0;
}
