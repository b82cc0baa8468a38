// Who says the truth about a mail account, and how soon: offlined beside what programs ask today, all in the
// same worlds at the same time. Needs networks of its own, as root or in a user namespace.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <list>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>

#include "report.h"
#include "truth/network_manager.h"
#include "truth/play.h"
#include "truth/scenes.h"
#include "truth/table.h"

namespace {

using namespace offline::bench;

constexpr int repetitions = 5;
/// At a time: they wait more than they work.
constexpr std::size_t stages = 8;

using Programme = std::list<std::pair<const Scene*, Keeper>>;

Programme programme() {
    Programme all;
    const bool managed = !NetworkManager::program().empty();
    if (!managed)
        std::fprintf(stderr, "bench_truth: NetworkManager is not installed, and left out\n");
    for (int i = 0; i < repetitions; ++i)
        for (const auto& scene : scenes()) {
            all.emplace_back(&scene, Keeper::nobody);
            if (managed && scene.managed)
                all.emplace_back(&scene, Keeper::network_manager);
        }
    return all;
}

std::map<Keeper, Table> play(Programme waiting) {
    std::map<Keeper, Table> tables;
    std::list<Play> playing;
    while (!waiting.empty() || !playing.empty()) {
        while (!waiting.empty() && playing.size() < stages) {
            playing.emplace_back(*waiting.front().first, waiting.front().second);
            waiting.pop_front();
        }
        int status = 0;
        const auto ended = std::ranges::find(playing, waitpid(-1, &status, 0), &Play::process);
        if (ended == playing.end())
            continue;
        if (status != 0)
            throw std::runtime_error("a scene failed: " + std::string(ended->scene().name));
        for (const auto& outcome : ended->outcomes())
            tables[ended->keeper()].add(ended->scene(), outcome);
        playing.erase(ended);
    }
    return tables;
}

} // namespace

int main() {
    // Whatever bus this machine has knows nothing of the worlds.
    setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", 1);
    try {
        std::vector<Result> results;
        std::size_t wrong = 0;
        for (const auto& [keeper, table] : play(programme())) {
            table.print();
            wrong += table.wrongs("offlined");
            std::ranges::copy(table.results(keeper == Keeper::nobody ? "" : "NetworkManager's card, "),
                              std::back_inserter(results));
        }
        return publish("truth", results,
                       {{"worlds in which offlined is wrong", static_cast<double>(wrong), 0}});
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "bench_truth: %s\n", failed.what());
        return EXIT_FAILURE;
    }
}
