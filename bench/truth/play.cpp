#include "truth/play.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

#include "servers/sandbox.h"

namespace offline::bench {
namespace {

// NetworkManager waits 20 s for a page that does not come.
constexpr auto patience = std::chrono::seconds(30);

} // namespace

Play::Play(const Scene& scene, Keeper keeper) : scene_(scene), keeper_(keeper) {
    std::array<int, 2> pipe{};
    if (pipe2(pipe.data(), O_CLOEXEC) == 0)
        process_ = fork();
    if (process_ < 0)
        throw std::system_error(errno, std::generic_category(), "a scene cannot begin");
    if (process_ == 0)
        std::exit(perform(pipe[1]));
    close(pipe[1]);
    outcomes_ = pipe[0];
}

std::vector<Outcome> Play::outcomes() const {
    std::vector<Outcome> all;
    auto* lines = fdopen(outcomes_, "r");
    int before = 0;
    int after = 0;
    double milliseconds = 0;
    std::array<char, 100> subject{};
    while (std::fscanf(lines, "%d %d %lf %99[^\n]", &before, &after, &milliseconds, subject.data()) == 4)
        all.push_back({subject.data(), before != 0, after != 0, milliseconds});
    std::fclose(lines);
    return all;
}

int Play::perform(int outcomes) const try {
    const servers::Sandbox sandbox;
    if (const auto& missing = servers::Sandbox::missing(); !missing.empty())
        throw std::runtime_error(missing + "; run it as root");
    Audience audience(scene_.before, scene_.after, keeper_, patience);
    for (const auto& [subject, before, after, milliseconds] : scene_.play(audience))
        dprintf(outcomes, "%d %d %f %s\n", before ? 1 : 0, after ? 1 : 0, milliseconds, subject.c_str());
    return EXIT_SUCCESS;
} catch (const std::exception& failed) {

    std::fprintf(stderr, "bench_truth: %s: %s\n", scene_.name.data(), failed.what());
    return EXIT_FAILURE;
}

} // namespace offline::bench
