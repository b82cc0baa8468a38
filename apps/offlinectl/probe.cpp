#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "offlinectl/human.h"
#include "offlinectl/json.h"
#include "offlinectl/verbs.h"
#include "session/session.h"

namespace offline::offlinectl {
namespace {

constexpr std::size_t most_at_once = 16;
constexpr auto shortest_look = std::chrono::milliseconds(10); // as in a profile
constexpr auto longest_look = std::chrono::hours(1);

/// Looks at endpoints side by side; what is found comes in their order.
class Lookers {
public:
    Lookers(const std::vector<model::Endpoint>& endpoints, base::Duration timeout)
        : found_(endpoints.size()) {
        for (std::size_t i = 0; i < std::min(endpoints.size(), most_at_once); ++i)
            threads_.emplace_back([this, &endpoints, timeout] {
                for (std::size_t next = next_++; next < endpoints.size(); next = next_++)
                    found_[next].set_value(session::probe_once(endpoints[next], timeout));
            });
    }

    model::Look at(std::size_t i) { return found_[i].get_future().get(); }

private:
    std::vector<std::promise<model::Look>> found_;
    std::atomic<std::size_t> next_ = 0;
    std::vector<std::jthread> threads_;
};

} // namespace

base::Result<int> probe(const ProbeWanted& wanted, Console& console) {
    const auto endpoints = model::parse_endpoints(wanted.urls);
    if (!endpoints)
        return endpoints.error();
    const auto timeout = wanted.timeout.value_or(model::ProbePolicy{}.timeout);
    if (timeout < shortest_look || timeout > longest_look)
        return base::failure(base::Code::usage, "--timeout is " + base::print_duration(timeout) +
                                                    "; a look takes from 10ms to 1h");
    const Human human(console.colored());
    Lookers lookers(*endpoints, timeout);
    int status = exit_so;
    for (std::size_t i = 0; i < endpoints->size(); ++i) {
        const auto look = lookers.at(i);
        const auto& url = (*endpoints)[i].url;
        console.print(console.json() ? json::look(url, look, Moment::now()) : human.look(url, look));
        if (!look.ok)
            status = exit_offline;
    }
    return status;
}

} // namespace offline::offlinectl
