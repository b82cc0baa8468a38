#include "offlinectl/history_bar.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <string_view>

#include "offlinectl/local_time.h"
#include "offlinectl/text.h"

namespace offline::offlinectl {
namespace {

using std::chrono::microseconds;

struct Cell {
    microseconds online{}, offline{};
};

struct Span {
    base::WallTime from, to;
    std::size_t width;

    base::WallTime edge(std::size_t column) const {
        const auto length = std::chrono::duration<double, std::micro>(to - from) *
                            static_cast<double>(column) / static_cast<double>(width);
        return from + std::chrono::round<base::WallTime::duration>(length);
    }

    std::size_t column(base::WallTime time) const {
        const auto part =
            std::chrono::duration<double>(time - from) / std::chrono::duration<double>(to - from);
        return static_cast<std::size_t>(
            std::clamp(part * static_cast<double>(width), 0.0, static_cast<double>(width)));
    }
};

std::vector<Cell> cells_of(const std::vector<history::Stretch>& stretches, const Span& span) {
    std::vector<Cell> cells(span.width);
    for (const auto& stretch : stretches) {
        if (!stretch.state)
            continue;
        const auto first = span.column(stretch.from);
        const auto last = span.column(stretch.to);
        for (auto i = first; i <= last && i < span.width; ++i) {
            // A share of the column, however short: rounding takes no outage away.
            const auto part = std::min(stretch.to, span.edge(i + 1)) - std::max(stretch.from, span.edge(i));
            auto& sum = *stretch.state == State::online ? cells[i].online : cells[i].offline;
            sum += std::max(std::chrono::ceil<microseconds>(part), microseconds::zero());
        }
    }
    return cells;
}

struct Look {
    std::string_view glyph;
    Tint tint;
};

Look look_of(const Cell& cell) {
    constexpr std::array<std::string_view, 6> between{"▂", "▃", "▄", "▅", "▆", "▇"};
    if (cell.online + cell.offline == microseconds::zero())
        return {"·", Tint::quiet};
    if (cell.offline == microseconds::zero())
        return {"█", Tint::good};
    if (cell.online == microseconds::zero())
        return {"▁", Tint::bad};
    const auto share =
        static_cast<double>(cell.online.count()) / static_cast<double>((cell.online + cell.offline).count());
    const auto height = static_cast<std::size_t>(share * static_cast<double>(between.size()));
    return {between[std::min(height, between.size() - 1)], share < 1.0 / 2 ? Tint::bad : Tint::doubtful};
}

std::string drawn(const std::vector<Cell>& cells, const Ink& ink) {
    std::string line, run;
    auto tint = Tint::quiet;
    for (const auto& cell : cells) {
        const auto look = look_of(cell);
        if (look.tint != tint) {
            line += ink(tint, run);
            run.clear();
            tint = look.tint;
        }
        run += look.glyph;
    }
    return line + ink(tint, run);
}

std::string hours_and_minutes(base::WallTime time) { return local_time(time, "%H:%M"); }

std::string day_and_hours(base::WallTime time) { return local_time(time, "%a %H:%M"); }

std::string date(base::WallTime time) { return local_time(time, "%b %e"); }

std::string month(base::WallTime time) { return local_time(time, "%b %Y"); }

/// So far apart marks stand on the line of time, what each of them says, and the columns that takes with some
/// air.
struct Step {
    int minutes;
    std::size_t width;
    std::string (*name)(base::WallTime);
};

constexpr int hour = 60, day = 24 * hour;
constexpr auto steps = std::to_array<Step>({{1, 9, hours_and_minutes},
                                            {5, 9, hours_and_minutes},
                                            {15, 9, hours_and_minutes},
                                            {hour, 9, hours_and_minutes},
                                            {3 * hour, 9, hours_and_minutes},
                                            {6 * hour, 13, day_and_hours},
                                            {12 * hour, 13, day_and_hours},
                                            {day, 10, date},
                                            {2 * day, 10, date},
                                            {7 * day, 10, date},
                                            {14 * day, 10, date},
                                            {28 * day, 10, date},
                                            {91 * day, 12, month},
                                            {364 * day, 12, month}});

// Marks of days stand at midnight, those of hours at whole hours, as the local clock shows them.
std::string marks(const Span& span) {
    const auto fits = [&](const Step& step) {
        const std::chrono::duration<double> apart = std::chrono::minutes(step.minutes);
        return apart / (span.to - span.from) * static_cast<double>(span.width) >=
               static_cast<double>(step.width);
    };
    const auto found = std::ranges::find_if(steps, fits);
    const auto& step = found == steps.end() ? steps.back() : *found;
    const auto begins = std::chrono::system_clock::to_time_t(span.from);
    std::tm parts{};
    localtime_r(&begins, &parts);
    parts.tm_hour = parts.tm_min = parts.tm_sec = 0;

    std::string line;
    std::size_t used = 0;
    for (;;) {
        auto next = parts;
        next.tm_isdst = -1;
        const auto time = std::chrono::system_clock::from_time_t(std::mktime(&next));
        if (time >= span.to)
            return line;
        const auto column = span.column(time);
        const auto text = "╵" + step.name(time);
        const auto width = columns(text);
        if (time >= span.from && column >= used && column + width <= span.width) {
            line += std::string(column - used, ' ') + text;
            used = column + width;
        }
        (step.minutes < day ? parts.tm_min : parts.tm_mday) +=
            step.minutes < day ? step.minutes : step.minutes / day;
    }
}

} // namespace

std::string history_bar(const std::vector<history::Stretch>& stretches, std::size_t width, const Ink& ink) {
    if (stretches.empty())
        return {};
    const Span span{stretches.front().from, stretches.back().to, width};
    const auto line = marks(span);
    return drawn(cells_of(stretches, span), ink) + (line.empty() ? line : '\n' + ink(Tint::quiet, line));
}

} // namespace offline::offlinectl
