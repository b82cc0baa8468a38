#include "session/process.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <memory>
#include <new>

#include <boost/asio/post.hpp>
#include <openssl/ssl.h>
#include <pthread.h>
#include <unistd.h>

#include "engine/engine.h"
#include "session/descriptors.h"

namespace offline::session {
namespace {

constexpr auto patience_at_exit = std::chrono::milliseconds(100);

std::atomic<bool> beginning{false};
std::atomic<bool> forked{false};
std::atomic<bool> ending{false};

// A descriptor that a forked child closes, or room for one. The list only grows: a child walks it, whatever
// the parent's threads were about.
struct NotForChildren {
    std::atomic<int> descriptor;
    NotForChildren* next;
};

constexpr int none = -1;
std::atomic<NotForChildren*> not_for_children{nullptr};

template <class Visit>
bool any_not_for_children(Visit visit) {
    for (auto* each = not_for_children.load(std::memory_order_acquire); each; each = each->next)
        if (visit(each->descriptor))
            return true;
    return false;
}

struct Process {
    engine::Runtime runtime;
    Descriptors descriptors{runtime.loop()};
};

std::atomic<Process*> process{nullptr};

void in_the_child() {
    any_not_for_children([](std::atomic<int>& each) {
        if (const int descriptor = each.exchange(none); descriptor != none)
            ::close(descriptor);
        return false;
    });
    if (!beginning.load(std::memory_order_acquire) || forked.exchange(true))
        return;
    auto* const of_the_parent = process.load(std::memory_order_acquire);
    if (!of_the_parent)
        return;
    of_the_parent->descriptors.close_all();
    of_the_parent->runtime.dispatcher().abandon();
}

// exit() takes down OpenSSL and more under the loop's feet: it stands still from here on.
void halt(boost::asio::io_context& loop) {
    const auto halted = std::make_shared<std::promise<void>>();
    boost::asio::post(loop, [halted] {
        halted->set_value();
        for (;;)
            ::pause();
    });
    halted->get_future().wait_for(patience_at_exit);
}

void at_exit() {
    if (in_forked_child() || ending.exchange(true))
        return;
    auto& runtime = process.load(std::memory_order_acquire)->runtime;
    runtime.dispatcher().silence(patience_at_exit);
    halt(runtime.loop());
}

void hear_of_forks() {
    static const int failed = pthread_atfork(nullptr, nullptr, in_the_child);
    if (failed != 0)
        throw std::bad_alloc();
}

Process* begin() {
    // A fork by another thread from here on makes a child in which nothing can be begun.
    hear_of_forks();
    beginning.store(true, std::memory_order_release);
    auto* const begun = std::make_unique<Process>().release();
    process.store(begun, std::memory_order_release);
    OPENSSL_init_ssl(0, nullptr); // its own exit handler is to come after ours
    std::atexit(at_exit);
    return begun;
}

} // namespace

engine::Runtime& process_runtime() {
    static Process* const begun = begin();
    return begun->runtime;
}

engine::Engine& process_engine() {
    static engine::Engine* const begun = [] {
        auto* const engine = std::make_unique<engine::Engine>(process_runtime()).release();
        process.load(std::memory_order_acquire)->descriptors.close_too(engine->kernel_descriptor());
        return engine;
    }();
    return *begun;
}

bool engine_is_gone() noexcept { return in_forked_child() || ending.load(std::memory_order_acquire); }

void come_before_the_clients_exit_handlers() noexcept {
    static std::atomic<int> times{0};
    constexpr int most = 32; // each is kept for the life of the process
    if (times.load(std::memory_order_relaxed) < most && times.fetch_add(1, std::memory_order_relaxed) < most)
        std::atexit(at_exit);
}

void close_in_forked_child(int descriptor) {
    hear_of_forks();
    const bool found_room = any_not_for_children([descriptor](std::atomic<int>& each) {
        int room = none;
        return each.compare_exchange_strong(room, descriptor);
    });
    if (found_room)
        return;
    auto* const added = std::make_unique<NotForChildren>().release();
    added->descriptor = descriptor;
    added->next = not_for_children.load();
    while (!not_for_children.compare_exchange_weak(added->next, added)) {
    }
}

void close_no_more_in_forked_child(int descriptor) noexcept {
    any_not_for_children([descriptor](std::atomic<int>& each) {
        int found = descriptor;
        return each.compare_exchange_strong(found, none);
    });
}

bool in_forked_child() noexcept { return forked.load(std::memory_order_acquire); }

} // namespace offline::session
