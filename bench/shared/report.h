#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace offline::bench {

/// One row of a benchmark's table, and one object of its JSON. Where `n` is 0 it never happened, and there
/// are no figures.
struct Result {
    std::string measure;
    std::string subject;
    std::string unit;
    std::size_t n;
    double median, p99;
};

/// Sorts the samples.
Result result(std::string measure, std::string_view subject, std::string_view unit,
              std::vector<double> samples);

/// Of samples in any order; there is one at least.
double median(std::vector<double> samples);
double p99(std::vector<double> samples);

/// What the contract asks of a figure: at most so many times another.
struct Limit {
    std::string what;
    double is, allowed;
};

/// Prints the table and the limits, and writes the JSON to build/bench/NAME.json. The exit status of the
/// program: 1 where a limit is exceeded, or the file cannot be written.
int publish(std::string_view name, const std::vector<Result>& results, const std::vector<Limit>& limits = {});

} // namespace offline::bench
