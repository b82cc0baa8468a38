// What a call costs when many are told of one transition, and what a registration costs in memory and in
// time: beside libraries that programs use for this today. Each subscriber adds to a counter of its own.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>

#include <malloc.h>

#include "peers/peer.h"
#include "report.h"

namespace {

using namespace offline::bench;
using Make = std::unique_ptr<Peer> (*)();

struct Crowd {
    std::size_t many;
    std::size_t transitions;
};

constexpr Crowd crowds[] = {{100, 2'000}, {10'000, 200}, {1'000'000, 15}};
constexpr Make everybody[] = {offlined, bare_loop, sigc, qt, signals2, gobject};
constexpr std::size_t visits = 2'000;
constexpr std::size_t warm_up = 3;

std::size_t bytes_in_use() { return mallinfo2().uordblks + mallinfo2().hblkhd; }

// The figures of one subject in one crowd.
void measure(Make make, const Crowd& crowd, std::vector<Result>& results) {
    const auto among = " among " + std::to_string(crowd.many);
    const auto peer = make();
    const bool keeps_nothing = make == bare_loop;
    peer->make(crowd.many);
    const auto before = bytes_in_use();
    peer->connect();
    const double bytes = static_cast<double>(bytes_in_use() - before) / static_cast<double>(crowd.many);

    std::vector<double> a_call;
    for (std::size_t i = 0; i < crowd.transitions + warm_up; ++i) {
        const auto took = peer->tell();
        if (i >= warm_up)
            a_call.push_back(took.count() / (3.0 * static_cast<double>(crowd.many)));
    }
    if (peer->calls() != 3 * crowd.many * (crowd.transitions + warm_up)) {
        std::fprintf(stderr, "bench_tell: %s told somebody too often or not at all\n", peer->name().data());
        std::exit(1);
    }
    results.push_back(result("a call" + among, peer->name(), "ns", std::move(a_call)));
    if (keeps_nothing)
        return;
    results.push_back({"memory of a registration" + among, std::string(peer->name()), "B", 1, bytes, bytes});
    if (make == gobject && crowd.many > 10'000)
        return; // looks for the handler among all: minutes
    std::vector<double> pairs;
    for (std::size_t i = 0; i < visits; ++i) {
        const auto began = std::chrono::steady_clock::now();
        peer->come_and_go();
        pairs.push_back(Nanoseconds(std::chrono::steady_clock::now() - began).count());
    }
    results.push_back(result("connect and disconnect" + among, peer->name(), "ns", std::move(pairs)));
}

double median(const std::vector<Result>& results, const std::string& measure, std::string_view subject) {
    return std::ranges::find_if(
               results,
               [&](const Result& each) { return each.measure == measure && each.subject == subject; })
        ->median;
}

} // namespace

int main() {
    std::vector<Result> results;
    for (const auto& crowd : crowds)
        for (const auto make : everybody)
            measure(make, crowd, results);
    std::ranges::stable_sort(results, {}, &Result::measure);

    std::vector<Limit> limits;
    for (const auto& [many, transitions] : crowds) {
        const auto among = " among " + std::to_string(many);
        const auto of = [&](const char* what, std::string_view subject) {
            return median(results, what + among, subject);
        };
        limits.push_back(
            {"a call" + among + ", to Qt 6's", of("a call", "offlined") / of("a call", "Qt 6 direct"), 1});
        limits.push_back({"a call" + among + ", to boost::signals2's",
                          of("a call", "offlined") / of("a call", "boost::signals2"), 1.0 / 3});
        for (const auto* other : {"boost::signals2", "GObject"})
            if (const auto pair = std::string("connect and disconnect") + among;
                many <= 10'000 || std::string_view(other) != "GObject")
                limits.push_back({pair + ", to " + other + "'s",
                                  median(results, pair, "offlined") / median(results, pair, other), 1});
    }
    const auto pair = [&](const char* many) {
        return median(results, std::string("connect and disconnect among ") + many, "offlined");
    };
    limits.push_back(
        {"Advise and Unadvise among a million, to among a hundred", pair("1000000") / pair("100"), 1.5});
    limits.push_back({"bytes of a registration among a million",
                      median(results, "memory of a registration among 1000000", "offlined"), 96});
    return publish("tell", results, limits);
}
