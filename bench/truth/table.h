#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "report.h"
#include "truth/audience.h"
#include "truth/scenes.h"

namespace offline::bench {

/// Who was right, in the worlds that have one keeper of the card.
class Table {
public:
    void add(const Scene& scene, const Outcome& outcome);

    /// In Markdown, as docs/truth.md has it.
    void print() const;

    /// For each world and subject: how often it was right, and how long that took.
    std::vector<Result> results(const std::string& before_each_name) const;

    std::size_t wrongs(const std::string& subject) const;

private:
    /// All repetitions.
    using Cell = std::vector<Outcome>;

    static std::string words(const Scene& scene, const Cell& cell);

    std::vector<std::string> subjects_; ///< as they came
    std::map<const Scene*, std::map<std::string, Cell>> cells_;
};

} // namespace offline::bench
