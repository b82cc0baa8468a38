// How soon a mail program hears that the cable was pulled, and that it is back: beside a listener that does
// nothing but receive the kernel's news, in the same run. Needs networks of its own, as root or in a user
// namespace; the cables are veth pairs.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/pull.h"
#include "net/watch.h"
#include "report.h"
#include "servers/sandbox.h"

namespace {

using namespace offline::net;
using offline::bench::publish;
using offline::bench::Result;

constexpr std::size_t times = 100;

Result quantiles(const std::string& measure, std::string_view subject,
                 const std::vector<std::chrono::nanoseconds>& all) {
    const auto milliseconds = [&](double part) {
        return std::chrono::duration<double, std::milli>(quantile(all, part)).count();
    };
    return {measure, std::string(subject), "ms", all.size(), milliseconds(0.5), milliseconds(0.99)};
}

void add(std::vector<Result>& results, const std::string& loss, std::string_view subject,
         const Pulls& pulls) {
    results.push_back(quantiles(loss + " to DONE offline", subject, pulls.told));
    results.push_back(quantiles(loss + " to DONE offline", "raw rtnetlink listener", pulls.witness));
    results.push_back(quantiles(loss + ": kernel's news to DONE", subject, pulls.late));
    results.push_back(quantiles(loss + " over, to DONE online", subject, pulls.back));
}

std::vector<Result> measure() {
    RoutingWorld world;
    Witness witness;
    std::vector<Result> results;
    for (const auto& [loss, name] :
         {std::pair{Loss::link_down, "link down"}, std::pair{Loss::carrier_lost, "carrier lost"}}) {
        const ClientProfile profile{.name = name, .endpoints = {world.near}, .damping = false};
        {
            Client mail(profile);
            if (!mail.meets(offline::Reason::ok))
                throw std::runtime_error("the profile does not come online: " + mail.detail());
            add(results, name, "offlined",
                pull(world, witness, loss, times, [&](std::size_t nth) { return mail.change(nth).done; }));
        }
        Watch watch(OFFLINECTL, name);
        watch.until("ok");
        add(results, name, "offlined, watch --json",
            pull(world, witness, loss, times, [&](std::size_t nth) { return watch.done(nth); }));
    }
    return results;
}

} // namespace

int main() {
    const offline::servers::Sandbox sandbox;
    if (const auto& missing = offline::servers::Sandbox::missing(); !missing.empty()) {
        std::fprintf(stderr, "bench_detect: %s; run it as root\n", missing.c_str());
        return EXIT_FAILURE;
    }
    try {
        return publish("detect", measure());
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "bench_detect: %s\n", failed.what());
        return EXIT_FAILURE;
    }
}
