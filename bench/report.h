#pragma once

#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace offline::bench {

/// One row of a benchmark's table, and one object of its JSON.
struct Result {
    std::string measure;
    std::string_view subject;
    std::string_view unit;
    std::size_t n;
    double median, p99;
};

inline std::string json(const std::vector<Result>& results) {
    std::ostringstream text;
    const char* before = "[\n";
    for (const auto& each : results) {
        text << before << R"(  {"measure":")" << each.measure << R"(","subject":")" << each.subject
             << R"(","n":)" << each.n << R"(,"unit":")" << each.unit << R"(","median":)" << each.median
             << R"(,"p99":)" << each.p99 << "}";
        before = ",\n";
    }
    text << "\n]\n";
    return text.str();
}

} // namespace offline::bench
