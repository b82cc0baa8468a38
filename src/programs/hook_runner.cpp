#include "programs/hook_runner.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <utility>

#include <pwd.h>
#include <unistd.h>

#include "base/duration.h"
#include "dispatch/quiet_thread.h"
#include "programs/process_group.h"

namespace offline::programs {
namespace {

constexpr auto grace = std::chrono::seconds(5);

/// What stands in the user's entry, where a service manager did not say it.
std::string usual(std::string_view name) {
    if (name == "PATH")
        return "/usr/local/bin:/usr/bin:/bin";
    if (name != "HOME" && name != "USER")
        return "";
    std::array<char, 4096> room{};
    passwd entry{};
    passwd* user = nullptr;
    ::getpwuid_r(::getuid(), &entry, room.data(), room.size(), &user);
    if (user == nullptr)
        return "";
    return name == "HOME" ? user->pw_dir : user->pw_name;
}

} // namespace

std::vector<std::string> hook_environment(const std::string& profile, State state, Reason reason) {
    std::vector<std::string> all;
    for (const std::string name : {"PATH", "HOME", "USER", "LANG", "XDG_RUNTIME_DIR"}) {
        const char* const set = std::getenv(name.c_str());
        if (const auto value = set != nullptr ? std::string(set) : usual(name); !value.empty())
            all.emplace_back(name).append("=").append(value);
    }
    all.push_back("OFFLINE_PROFILE=" + profile);
    all.push_back("OFFLINE_STATE=" + std::string(word(state)));
    all.push_back("OFFLINE_REASON=" + std::string(word(reason)));
    return all;
}

HookRunner::HookRunner(std::string profile, model::Hooks hooks, Tell tell)
    : profile_(std::move(profile)), hooks_(std::move(hooks)), tell_(std::move(tell)) {
    if (!hooks_.on_online.empty() || !hooks_.on_offline.empty())
        thread_ = dispatch::quiet_thread([this] { work(); });
}

HookRunner::~HookRunner() {
    begin_to_end();
    if (thread_.joinable())
        thread_.join();
}

void HookRunner::profile_is(State state, Reason reason) {
    {
        const std::lock_guard lock(mutex_);
        newest_ = News{state, reason};
    }
    changed_.notify_all();
}

void HookRunner::begin_to_end() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
}

void HookRunner::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return ending_ || newest_; });
        if (ending_)
            return;
        const auto news = *std::exchange(newest_, std::nullopt);
        over_ = false;
        lock.unlock();
        run(news);
        lock.lock();
    }
}

void HookRunner::run(const News& news) {
    const auto& words = news.state == State::online ? hooks_.on_online : hooks_.on_offline;
    if (words.empty())
        return;
    const auto group =
        ProcessGroup::start({.program = words.front(),
                             .words = words,
                             .environment = hook_environment(profile_, news.state, news.reason)},
                            [this] {
                                {
                                    const std::lock_guard lock(mutex_);
                                    over_ = true;
                                }
                                changed_.notify_all();
                            });
    const auto hook = "the hook for " + std::string(word(news.state)) + " of " + profile_;
    if (!group) {
        tell_(hook + ": " + group.error().what);
        return;
    }
    bool over = false;
    bool ending = false;
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, hooks_.timeout, [this] { return over_ || ending_; });
        over = over_;
        ending = ending_;
    }
    if (!over && !ending)
        tell_(hook + " took longer than " + base::print_duration(hooks_.timeout) +
              " and is ended; [hooks] timeout gives it more");
    (*group)->end(grace);
    if (over && (*group)->status() != 0)
        tell_(hook + " ended with " + ending_of((*group)->status()));
}

} // namespace offline::programs
