#include "net/watch.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace offline::net {
namespace {

void check(int error, const char* what) {
    if (error != 0)
        throw std::system_error(error, std::generic_category(), what);
}

} // namespace

Watch::Watch(const std::string& offlinectl, const std::string& profile) {
    std::array<int, 2> pipe{};
    check(pipe2(pipe.data(), O_CLOEXEC) == 0 ? 0 : errno, "no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    std::array<std::string, 5> words{offlinectl, "watch", profile, "--json", "--embedded"};
    std::array<char*, 6> arguments{};
    std::ranges::transform(words, arguments.begin(), [](std::string& word) { return word.data(); });
    const int failed =
        posix_spawn(&process_, offlinectl.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe[1]);
    check(failed, offlinectl.c_str());
    lines_ = fdopen(pipe[0], "r");
    reader_ = std::thread([this] { read(); });
}

Watch::~Watch() {
    kill(process_, SIGINT);
    reader_.join();
    waitpid(process_, nullptr, 0);
    std::fclose(lines_);
}

void Watch::until(const std::string& reason) {
    wait("the reason " + reason, [&] { return !events_.empty() && events_.back().reason == reason; });
}

std::size_t Watch::changes() {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count_if(events_, &Event::done));
}

Stamp Watch::done(std::size_t nth) {
    const auto is_done = [](const Event& event) { return event.done; };
    Stamp at;
    wait("change " + std::to_string(nth), [&] {
        auto found = std::ranges::find_if(events_, is_done);
        for (std::size_t met = 1; met < nth && found != events_.end(); ++met)
            found = std::find_if(found + 1, events_.end(), is_done);
        if (found != events_.end())
            at = found->at;
        return found != events_.end();
    });
    return at;
}

Watch::Event Watch::parse(const std::string& line) {
    const auto value = boost::json::parse(line);
    const auto& object = value.as_object();
    const auto text = [&](const char* key) { return std::string(object.at(key).as_string()); };
    const auto at = std::chrono::nanoseconds(object.at("monotonic_ns").as_int64());
    return {.done = text("event") == "notify" && text("type") == "DONE",
            .reason = text("reason"),
            .at = Stamp(at)};
}

void Watch::read() {
    char* line = nullptr;
    std::size_t room = 0;
    while (getline(&line, &room, lines_) >= 0) {
        auto event = parse(line);
        const std::lock_guard lock(mutex_);
        events_.push_back(std::move(event));
        moved_.notify_all();
    }
    std::free(line);
}

template <class Holds>
void Watch::wait(const std::string& what, Holds holds) {
    std::unique_lock lock(mutex_);
    if (!moved_.wait_for(lock, patience, holds))
        throw std::runtime_error("offlinectl did not tell " + what);
}

} // namespace offline::net
