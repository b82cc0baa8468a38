// An online profile costs nothing between looks: no thread of the library wakes.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/types.h>

#include "com/client.h"
#include "com/home.h"
#include "com/listener.h"
#include "servers/scripts.h"

namespace offline::clients {
namespace {

using namespace std::chrono_literals;

// How often each thread of the process gave up the processor or lost it.
std::map<std::string, long> switches() {
    std::map<std::string, long> found;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream status(task.path() / "status");
        long& sum = found[task.path().filename()];
        for (std::string word; status >> word;)
            if (word == "voluntary_ctxt_switches:" || word == "nonvoluntary_ctxt_switches:") {
                long count = 0;
                status >> count;
                sum += count;
            }
    }
    return found;
}

// A profile whose server has answered, and that is left alone until something changes.
Manager online_profile(std::uint16_t port) {
    const auto name = "Idle " + std::to_string(port);
    Home::profile(name + ".toml", "name = \"" + name + "\"\nendpoints = [\"imap://127.0.0.1:" +
                                      std::to_string(port) + "\"]\n[probe]\ninterval = \"0s\"\n");
    return open(std::wstring(name.begin(), name.end()));
}

// Workers that were needed for a moment rest for ten seconds before they go.
constexpr auto workers_rest = 11s;

enum class Told : bool { no, yes };

void expect_no_wake_up_within(std::chrono::milliseconds span, Told told) {
    std::set<std::string> own;
    for (const auto& [thread, count] : switches())
        own.insert(thread);
    servers::ScriptedServer server(servers::imap(), {"127.0.0.1", 0});
    for (const auto& [thread, count] : switches())
        own.insert(thread);

    const auto manager = online_profile(server.port());
    ASSERT_TRUE(manager);
    Listener listener;
    const auto token = advise(*manager, listener);
    if (told == Told::yes) {
        ASSERT_EQ(set_and_wait(*manager, offline_state), S_OK);
        ASSERT_EQ(set_and_wait(*manager, online_state), S_OK);
        ::poll(nullptr, 0, static_cast<int>(std::chrono::milliseconds(workers_rest).count()));
    }
    ASSERT_TRUE(server.met(1));
    ASSERT_TRUE(server.left_alone());

    // What was begun comes to rest first.
    auto before = switches();
    for (int quiet = 0, tries = 0; quiet < 3 && tries < 100; ++tries) {
        ::poll(nullptr, 0, 200);
        auto now = switches();
        for (const auto& thread : own)
            now.erase(thread);
        quiet = now == before ? quiet + 1 : 0;
        before = std::move(now);
    }
    ASSERT_GE(before.size(), 1u) << "the library's threads were not found";
    ::poll(nullptr, 0, static_cast<int>(span.count()));
    auto after = switches();
    for (const auto& thread : own)
        after.erase(thread);
    EXPECT_EQ(before, after);
    EXPECT_EQ(state_of(*manager), online_state);
    EXPECT_EQ(unadvise(*manager, token), S_OK);
}

TEST(Idle, NoThreadWakesForThreeSecondsOnceTheServerHasAnswered) { expect_no_wake_up_within(3s, Told::no); }

TEST(IdleLong, NoThreadWakesForAMinuteOnceAllWereTold) { expect_no_wake_up_within(60s, Told::yes); }

} // namespace
} // namespace offline::clients
