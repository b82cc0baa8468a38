// Programs that end while notifications run: exit_test.cpp starts them and looks at how they end. Each prints
// what happened, a word a line, with write(2): whatever is said late still counts.
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <offline/inbox.h>
#include <string>
#include <thread>
#include <unistd.h>

#include "com/client.h"
#include "com/listener.h"

namespace {

using namespace offline::clients;

constexpr int status_of_the_program = 7;

void say(const char* word) {
    const auto line = std::string(word) + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0)
        std::abort();
}

// Never destroyed: calls that hang are still inside when the process ends.
Gate& gate = *new Gate;
IMAPIOfflineMgr* manager = nullptr;

Listener& advised(Listener::Reaction reaction) {
    auto& listener = *new Listener(std::move(reaction));
    manager = fresh_profile().release();
    advise(*manager, listener);
    return listener;
}

void begin_a_change() {
    set(*manager, offline_state);
    gate.reached();
}

void while_notify_runs() {
    std::atexit([] { say("after"); }); // registered before the library's own, so it runs after that
    advised([](auto&) {
        say("begins");
        gate.pass();
        std::this_thread::sleep_for(std::chrono::milliseconds(30)); // it takes its time to return
        say("returns");
    });
    begin_a_change();
    std::atexit([] { gate.open(); });
    std::exit(status_of_the_program);
}

void inside_notify() {
    advised([](auto&) {
        say("begins");
        std::exit(status_of_the_program);
    });
    begin_a_change();
    Gate().pass();
}

void with_a_hung_notify() {
    advised([](auto&) {
        say("begins");
        gate.pass();
        say("returns");
    });
    begin_a_change();
    std::exit(status_of_the_program);
}

void changing_once_exit_has_begun() {
    std::atexit([] {
        say(set(*manager, offline_state) == S_OK ? "accepted" : "refused");
        // Whoever is told at all is told soon.
        gate.reached(1, std::chrono::milliseconds(200));
        say("after");
    });
    advised([](auto&) {
        say("begins");
        gate.pass();
    });
    std::exit(status_of_the_program);
}

void changing_in_a_later_static_objects_destructor() {
    advised([](auto&) {
        say("begins");
        gate.pass();
    });

    // Made after all of that, so it ends before whatever the library had registered by then.
    static const struct Late {
        ~Late() {
            say(set(*manager, offline_state) == S_OK ? "accepted" : "refused");
            gate.reached(1, std::chrono::milliseconds(200));
            say("after");
        }
    } late;

    auto& another = *new Listener;
    advise(*manager, another);
    std::exit(status_of_the_program);
}

void logging_into_a_broken_pipe() {
    int ends[2];
    if (::pipe(ends) != 0)
        std::abort();
    ::dup2(ends[1], STDERR_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::setenv("MAPIOFFLINE_LOG", "stderr", 1);
    const auto profile = fresh_profile();
    unadvise(*profile, 0); // says so in the log
    say("after");
    std::exit(status_of_the_program);
}

void blocking_once_exit_has_begun() {
    std::atexit([] {
        set_and_wait(*manager, offline_state);
        say("after");
    });
    advised([](auto&) { say("begins"); });
    std::exit(status_of_the_program);
}

void blocked_as_exit_begins() {
    static std::thread* blocked = nullptr;
    std::atexit([] {
        blocked->join();
        say("after");
    });
    advised([](auto&) { gate.pass(); });
    blocked = new std::thread([] { set_and_wait(*manager, offline_state); });
    gate.reached();
    std::exit(status_of_the_program);
}

void unadvising_once_exit_has_begun() {
    static ULONG token = 0;
    std::atexit([] {
        unadvise(*manager, token);
        manager->Release();
        say("after");
    });
    auto& listener = advised([](auto&) { say("begins"); });
    token = advise(*manager, listener);
    std::exit(status_of_the_program);
}

void with_a_full_inbox() {
    const auto name = fresh_name();
    manager = create(name).release();
    static const offline::Inbox inbox(*offline::Session::open(std::string(name.begin(), name.end())));

    static const struct Late {
        ~Late() { say("after"); }
    } late;

    constexpr int so_many_that_one_waits = 22;
    for (int i = 0; i < so_many_that_one_waits; ++i)
        set_and_wait(*manager, i % 2 == 0 ? offline_state : online_state);
    std::exit(status_of_the_program);
}

const std::map<std::string, std::function<void()>> programs{
    {"while_notify_runs", while_notify_runs},
    {"inside_notify", inside_notify},
    {"with_a_hung_notify", with_a_hung_notify},
    {"changing_once_exit_has_begun", changing_once_exit_has_begun},
    {"changing_in_a_later_static_objects_destructor", changing_in_a_later_static_objects_destructor},
    {"logging_into_a_broken_pipe", logging_into_a_broken_pipe},
    {"blocking_once_exit_has_begun", blocking_once_exit_has_begun},
    {"blocked_as_exit_begins", blocked_as_exit_begins},
    {"unadvising_once_exit_has_begun", unadvising_once_exit_has_begun},
    {"with_a_full_inbox", with_a_full_inbox},
};

} // namespace

int main(int, char** argv) {
    ::alarm(20); // a program that does not end is a failure, not a hang of the tests
    programs.at(argv[1])();
}
