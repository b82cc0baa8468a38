#include "offlinectl/live.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>
#include <utility>

#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace offline::offlinectl {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t most_changes = 1000;
constexpr auto calm = 100ms;      // between two drawings, however much is new
constexpr auto a_look_takes = 5s; // about
constexpr auto ages_grow_each = 1min;

sigset_t signals_of_a_terminal() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGWINCH);
    sigaddset(&signals, SIGTSTP);
    return signals;
}

LiveTable::Row row_of(const session::Session& session) {
    auto known = session.explain();
    LiveTable::Row row{std::move(known.report), {}, {}};
    row.looking = std::ranges::any_of(known.endpoints, &session::EndpointReport::looking);
    if (known.next_look_in)
        row.next_look = std::chrono::system_clock::now() +
                        std::chrono::duration_cast<base::WallTime::duration>(*known.next_look_in);
    return row;
}

} // namespace

Live::Live(bool colored) : table_(colored) {
    const auto signals = signals_of_a_terminal();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signals_ = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    news_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (signals_ < 0 || news_ < 0)
        throw std::system_error(errno, std::generic_category(), "no descriptor is left");
}

Live::~Live() {
    close(signals_);
    close(news_);
}

void Live::take(std::string line) {
    {
        const std::lock_guard lock(mutex_);
        changes_.push_back(std::move(line));
        if (changes_.size() > most_changes)
            changes_.pop_front();
    }
    tell();
}

void Live::touch(std::size_t profile) {
    {
        const std::lock_guard lock(mutex_);
        if (std::ranges::find(touched_, profile) == touched_.end())
            touched_.push_back(profile);
    }
    tell();
}

std::deque<std::string> Live::changes() const {
    const std::lock_guard lock(mutex_);
    return changes_;
}

void Live::tell() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(news_, &one, sizeof one);
}

void Live::show(const std::vector<Opened>& opened, const Ending& ending,
                std::optional<base::Duration> limit) {
    const auto end = limit ? std::optional(Clock::now() + *limit) : std::nullopt;
    Screen screen;
    for (const auto& each : opened)
        rows_.push_back(row_of(each.session));
    for (;;) {
        draw(screen);
        auto pause = until_older();
        if (end)
            pause = std::clamp<base::Duration>(*end - Clock::now(), 0s, pause);
        const auto woken = ending.wait(std::array{signals_, news_}, pause);
        if (woken == Ending::Wake::end || (end && Clock::now() >= *end) || ending.comes_within(calm))
            return;
        heed_signals(screen);
        refresh(opened);
    }
}

void Live::heed_signals(Screen& screen) const {
    signalfd_siginfo heard{};
    while (read(signals_, &heard, sizeof heard) > 0)
        if (heard.ssi_signo == SIGTSTP) {
            screen.leave();
            raise(SIGSTOP);
            screen.enter();
        }
}

// What was said of the next look holds until that.
void Live::refresh(const std::vector<Opened>& opened) {
    std::uint64_t told = 0;
    [[maybe_unused]] const auto taken = read(news_, &told, sizeof told);
    std::vector<std::size_t> touched;
    {
        const std::lock_guard lock(mutex_);
        touched.swap(touched_);
    }
    const auto now = std::chrono::system_clock::now();
    for (std::size_t i = 0; i < opened.size(); ++i) {
        const auto& row = rows_[i];
        const bool outdated = row.looking || (row.next_look && *row.next_look <= now);
        if (outdated || std::ranges::find(touched, i) != touched.end())
            rows_[i] = row_of(opened[i].session);
    }
}

void Live::draw(Screen& screen) {
    screen.draw(table_.lines(rows_, changes(), Screen::size(), Moment::now()));
}

base::Duration Live::until_older() const {
    return std::ranges::any_of(rows_, &LiveTable::Row::looking) ? a_look_takes : ages_grow_each;
}

} // namespace offline::offlinectl
