#include "probes/probing.h"

#include <fstream>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>

namespace offline::probes {

model::Way ScriptedWays::to(const model::Destination& there, const model::Way* /*last*/) {
    const bool open = !closed.contains(there.address);
    return {.open = open, .detail = open ? "a way" : "no route to " + there.address.to_string()};
}

model::Way ScriptedWays::to_the_internet(const model::Way* /*last*/) {
    return {.open = internet, .detail = internet ? "a default route" : "no default route"};
}

Probing::Probing() : prober(loop.get_executor(), ways) { authority.trust(); }

model::Look Probing::look(const std::string& url, std::chrono::milliseconds timeout) {
    return look(question(url, timeout));
}

model::Look Probing::look(Question question) {
    model::Look result;
    loop.restart();
    asio::co_spawn(loop, prober.look(std::move(question)), [&](std::exception_ptr thrown, model::Look made) {
        if (thrown)
            std::rethrow_exception(thrown);
        result = std::move(made);
    });
    loop.run();
    return result;
}

Question Probing::question(const std::string& url, std::chrono::milliseconds timeout) {
    const auto endpoint = model::parse_endpoint(url);
    if (!endpoint)
        throw std::invalid_argument(endpoint.error().what);
    return {.endpoint = *endpoint, .timeout = timeout};
}

std::string Probing::at(const std::string& scheme, const servers::ScriptedServer& server,
                        const std::string& host) {
    return scheme + "://" + host + ":" + std::to_string(server.port());
}

long most_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (long kib = 0; word == "VmHWM:" && status >> kib)
            return kib;
    return 0;
}

std::string steps(const model::Look& look) {
    std::string text;
    for (const auto& step : look.steps)
        text += (text.empty() ? "" : " ") + std::string(model::word(step.kind)) + (step.ok ? "" : "!");
    return text;
}

} // namespace offline::probes
