// exit() while somebody waits for the engine. Each test's program is a fork that has begun no engine before.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>
#include <unistd.h>

#include "servers/scripted_server.h"
#include "session/authority.h"
#include "session/process.h"
#include "session/session.h"

#ifdef __SANITIZE_ADDRESS__
// OpenSSL cleans up at exit(), and forgets the state of a thread that stands still by then.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions() {
    return "leak:CRYPTO_zalloc";
}
#endif

namespace offline::session {
namespace {

using namespace std::chrono_literals;

constexpr int status_of_the_program = 7;

// Its end is waited for when the library has ended, which begins later.
void begin(std::function<void()> work) {
    static std::thread* thread = nullptr;
    std::atexit([] { thread->join(); });
    thread = new std::thread(std::move(work));
}

[[noreturn]] void exit_during_a_look() {
    ::alarm(20); // to hang is a failure
    auto& silent = *new servers::ScriptedServer({servers::Stall{}});
    begin([&] {
        const auto url = "imap://127.0.0.1:" + std::to_string(silent.port());
        const auto look = probe_once(*model::parse_endpoint(url), 1h);
        if (look.ok || look.reason != Reason::unknown)
            std::abort();
    });
    if (!silent.met(1))
        std::abort();
    std::exit(status_of_the_program);
}

[[noreturn]] void exit_among_questions() {
    ::alarm(20);
    static std::atomic<int> asked{0};
    begin([] {
        const auto session = Session::temporary({*model::parse_endpoint("route:default")});
        while (!engine_is_gone()) {
            session.explain();
            session.suppressed();
            static_cast<void>(sources_of_the_authority());
            troubles();
            ++asked;
        }
    });
    while (asked < 10)
        std::this_thread::yield();
    std::exit(status_of_the_program);
}

TEST(ExitDeathTest, EndsTheWaitForALook) {
    EXPECT_EXIT(exit_during_a_look(), testing::ExitedWithCode(status_of_the_program), "");
}

TEST(ExitDeathTest, EndsTheWaitForAnAnswerOfTheEngine) {
    for (int i = 0; i < 20; ++i)
        EXPECT_EXIT(exit_among_questions(), testing::ExitedWithCode(status_of_the_program), "");
}

} // namespace
} // namespace offline::session
