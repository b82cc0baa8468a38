// How long one client waits for a change, from SetCurrentState to the end of its DONE: beside the waking of a
// thread and its answer, in the same run. And what a client that hangs costs ten thousand others.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "offline_object.h"
#include "report.h"
#include "subscriber.h"

namespace {

using namespace offline::bench;
using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr std::size_t changes = 2'000;
constexpr std::size_t crowd = 10'000;
constexpr std::size_t crowd_changes = 21;
constexpr auto rest_between = std::chrono::microseconds(200);

// Marks the end of DONE.
class Last final : public Subscriber {
public:
    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override {
        if (notice->NotifyType != MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE)
            return;
        const std::lock_guard lock(mutex_);
        ended_ = Clock::now();
        happened_.notify_all();
    }

    Clock::time_point wait() {
        std::unique_lock lock(mutex_);
        happened_.wait(lock, [&] { return ended_ != Clock::time_point{}; });
        return std::exchange(ended_, {});
    }

private:
    std::mutex mutex_;
    std::condition_variable happened_;
    Clock::time_point ended_;
};

std::vector<double> waits_of_one() {
    OfflineObject object(L"One");
    Last last;
    object.advise(last);
    std::vector<double> took;
    for (std::size_t i = 0; i < changes; ++i) {
        std::this_thread::sleep_for(rest_between);
        const auto began = Clock::now();
        object.flip(MAPIOFFLINE_FLAG_DEFAULT);
        took.push_back(Microseconds(last.wait() - began).count());
    }
    return took;
}

// A thread that waits is woken, and wakes the one that woke it.
std::vector<double> wake_ups() {
    std::mutex mutex;
    std::condition_variable there, back;
    int asked = 0, answered = 0;
    std::jthread other([&](const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        while (!stop.stop_requested()) {
            there.wait(lock, [&] { return asked > answered || stop.stop_requested(); });
            answered = asked;
            back.notify_one();
        }
    });
    std::vector<double> took;
    for (std::size_t i = 0; i < changes; ++i) {
        std::this_thread::sleep_for(rest_between);
        const auto began = Clock::now();
        std::unique_lock lock(mutex);
        ++asked;
        there.notify_one();
        back.wait(lock, [&] { return answered == asked; });
        took.push_back(Microseconds(Clock::now() - began).count());
    }
    other.request_stop();
    {
        const std::lock_guard lock(mutex);
        there.notify_one();
    }
    return took;
}

class Hanging final : public Subscriber {
public:
    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) override { open_.wait(); }

    void let_go() { door_.set_value(); }

private:
    std::promise<void> door_;
    std::shared_future<void> open_ = door_.get_future().share();
};

// Tells when the last of many has been told DONE.
class OneOfMany final : public Subscriber {
public:
    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override {
        if (notice->NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START && left.fetch_sub(1) == 1) {
            ended = Clock::now();
            all_told.store(true);
            all_told.notify_all();
        }
    }

    static inline std::atomic<std::size_t> left;
    static inline std::atomic<bool> all_told;
    static inline Clock::time_point ended;
};

// From SetCurrentState to the START of the last of the others, a client that hangs among them or not. Each
// change is of an object of its own: one that hangs already lags, and costs nothing.
std::vector<double> waits_of_many(bool one_hangs) {
    std::vector<double> took;
    std::vector<OneOfMany> many(crowd - 1);
    for (std::size_t i = 0; i < crowd_changes; ++i) {
        OfflineObject object((std::wstring(L"Many") + std::to_wstring(i) + (one_hangs ? L"h" : L"")).c_str());
        Hanging hanging;
        for (std::size_t k = 0; k < many.size(); ++k) {
            if (one_hangs && k == crowd / 2)
                object.advise(hanging);
            object.advise(many[k]);
        }
        OneOfMany::left = many.size();
        OneOfMany::all_told = false;
        const auto began = Clock::now();
        object.flip(MAPIOFFLINE_FLAG_DEFAULT);
        OneOfMany::all_told.wait(false);
        took.push_back(Microseconds(OneOfMany::ended - began).count());
        hanging.let_go();
    }
    return took;
}

} // namespace

int main() {
    std::vector<Result> results{
        result("SetCurrentState to the end of DONE", "offlined", "us", waits_of_one()),
        result("SetCurrentState to the end of DONE", "thread woken, there and back", "us", wake_ups())};
    results.push_back(result("10,000 told of START", "offlined", "us", waits_of_many(false)));
    results.push_back(result("10,000 told of START, one hangs", "offlined", "us", waits_of_many(true)));
    return publish(
        "wake", results,
        {{"one client, to a waking", results[0].median / results[1].median, 1.5},
         {"ms more where one of 10,000 hangs", (results[3].median - results[2].median) / 1000, 10}});
}
