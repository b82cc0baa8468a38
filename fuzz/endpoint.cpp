// URLs, as people and files name servers.
#include <algorithm>
#include <string_view>

#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "fuzz/target.h"
#include "model/endpoint.h"

namespace offline::fuzz {
namespace {

using model::Scheme;

// Host and target go into requests: nothing in them may end a line or a word there.
bool is_one_word(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7F; });
}

void check(const model::Endpoint& endpoint, std::string_view text) {
    demand(endpoint.url == text, "an endpoint keeps its URL as it was written");
    demand(is_one_word(endpoint.host), "a host is one word");
    demand(is_one_word(endpoint.target) && endpoint.target.front() == '/', "a target is an absolute path");
    demand((endpoint.port == 0) == (endpoint.scheme == Scheme::route), "every server has a port");
    const auto again = model::parse_endpoint(endpoint.url);
    demand(again && *again == endpoint, "a URL means the same each time");
    if (endpoint.scheme == Scheme::route)
        demand(endpoint.is_default_route() || endpoint.literal(), "a route leads to an address");
}

} // namespace
} // namespace offline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offline;
    const auto text = fuzz::Bytes(data, size).text();
    const auto endpoint = model::parse_endpoint(text);
    if (endpoint)
        fuzz::check(*endpoint, text);
    else
        fuzz::demand(endpoint.error().code == base::Code::usage, "a bad URL is wrong use");
    return 0;
}
