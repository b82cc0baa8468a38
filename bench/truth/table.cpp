#include "truth/table.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <utility>

namespace offline::bench {
namespace {

bool is_right(const Outcome& outcome) { return outcome.right_before && outcome.right_after; }

std::string words(double milliseconds) {
    std::array<char, 40> text{};
    if (milliseconds < 1000)
        std::snprintf(text.data(), text.size(), "%.*f ms", milliseconds < 10 ? 1 : 0, milliseconds);
    else
        std::snprintf(text.data(), text.size(), "%.1f s", milliseconds / 1000);
    return text.data();
}

} // namespace

void Table::add(const Scene& scene, const Outcome& outcome) {
    if (std::ranges::find(subjects_, outcome.subject) == subjects_.end())
        subjects_.push_back(outcome.subject);
    cells_[&scene][outcome.subject].push_back(outcome);
}

void Table::print() const {
    std::string ruler = "|---|---|";
    std::printf("| world | truth |");
    for (const auto& subject : subjects_) {
        std::printf(" %s |", subject.c_str());
        ruler += "---|";
    }
    std::printf("\n%s\n", ruler.c_str());
    for (const auto& scene : scenes()) {
        const auto row = cells_.find(&scene);
        if (row == cells_.end())
            continue;
        std::printf("| %s | %s%s |", scene.name.data(), scene.before == scene.after ? "stays " : "",
                    scene.after == State::online ? "online" : "offline");
        for (const auto& subject : subjects_)
            std::printf(" %s |", words(scene, row->second.at(subject)).c_str());
        std::printf("\n");
    }
    std::printf("\n");
}

std::vector<Result> Table::results(const std::string& before_each_name) const {
    std::vector<Result> rows;
    for (const auto& scene : scenes()) {
        const auto row = cells_.find(&scene);
        if (row == cells_.end())
            continue;
        const auto name = before_each_name + std::string(scene.name);
        for (const auto& subject : subjects_) {
            const auto& cell = row->second.at(subject);
            auto took = times(cell);
            const auto right = 100.0 * static_cast<double>(took.size()) / static_cast<double>(cell.size());
            rows.push_back({name + ": right", subject, "%", cell.size(), right, right});
            if (!took.empty())
                rows.push_back(result(name + ": until right", subject, "ms", std::move(took)));
        }
    }
    return rows;
}

std::size_t Table::wrongs(const std::string& subject) const {
    std::ptrdiff_t wrong = 0;
    for (const auto& [scene, row] : cells_)
        wrong += std::ranges::count_if(row.at(subject), std::not_fn(is_right));
    return static_cast<std::size_t>(wrong);
}

std::string Table::words(const Scene& scene, const Cell& cell) {
    const auto took = times(cell);
    const bool stays = scene.before == scene.after;
    if (took.empty())
        return std::ranges::none_of(cell, &Outcome::right_before) ? "wrong before"
               : stays                                            ? "wrong"
                                                                  : "never";
    const auto median = took[took.size() / 2];
    auto text = stays && median == 0 ? "right" : bench::words(median);
    if (took.size() < cell.size())
        text += " (" + std::to_string(took.size()) + " of " + std::to_string(cell.size()) + ")";
    return text;
}

} // namespace offline::bench
