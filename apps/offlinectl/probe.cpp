#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
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

struct Wanted {
    std::vector<std::string> urls;
    base::Duration timeout = model::ProbePolicy{}.timeout;
};

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

base::Result<int> probe(const Wanted& wanted, Console& console) {
    const auto endpoints = model::parse_endpoints(wanted.urls);
    if (!endpoints)
        return endpoints.error();
    if (wanted.timeout < shortest_look || wanted.timeout > longest_look)
        return base::failure(base::Code::usage, "--timeout is " + base::print_duration(wanted.timeout) +
                                                    "; a look takes from 10ms to 1h");
    const Human human(console.colored());
    Lookers lookers(*endpoints, wanted.timeout);
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

} // namespace

void offer_probe(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<Wanted>();
    auto* verb = app.add_subcommand("probe", "look at servers once, outside any profile");
    verb->add_option("URL", wanted->urls, "such as imaps://mail.example.org or route:default")
        ->type_name("")
        ->required();
    add_duration(*verb, "--timeout", wanted->timeout, "for one look, all steps together (default: 10s)");
    verb->callback(
        [wanted, &deed] { deed = [wanted](Console& console) { return probe(*wanted, console); }; });
}

} // namespace offline::offlinectl
