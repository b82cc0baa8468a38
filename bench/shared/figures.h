#pragma once

#include <string>
#include <vector>

#include "report.h"

namespace offline::bench {

/// Gathers the rows of a benchmark and what is asked of them.
class Figures {
public:
    explicit Figures(std::string benchmark) : benchmark_(std::move(benchmark)) {}

    /// A row of offlined's: the median is at most that.
    void add(const std::string& measure, const std::string& unit, std::vector<double> samples,
             double at_most);
    void add(const std::string& measure, const std::string& unit, double value, double at_most);

    /// A row to be compared with, of anybody's; without samples it happened never.
    void compare(const std::string& measure, const std::string& subject, const std::string& unit,
                 std::vector<double> samples);

    void ask(const std::string& what, double is, double at_most);

    /// As bench::publish().
    int publish() const { return bench::publish(benchmark_, results_, limits_); }

private:
    std::string benchmark_;
    std::vector<Result> results_;
    std::vector<Limit> limits_;
};

} // namespace offline::bench
