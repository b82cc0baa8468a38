#include "report.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace offline::bench {
namespace {

std::string json(const std::vector<Result>& results) {
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

} // namespace

Result result(std::string measure, std::string_view subject, std::string_view unit,
              std::vector<double> samples) {
    std::ranges::sort(samples);
    return {std::move(measure), std::string(subject),        std::string(unit),
            samples.size(),     samples[samples.size() / 2], samples[samples.size() * 99 / 100]};
}

int publish(std::string_view name, const std::vector<Result>& results, const std::vector<Limit>& limits) {
    std::size_t wide = 7;
    for (const auto& each : results)
        wide = std::max(wide, each.measure.size());
    std::printf("%-*s  %-28s %7s %4s %12s %12s\n", static_cast<int>(wide), "measure", "subject", "n", "",
                "median", "p99");
    for (const auto& each : results)
        std::printf("%-*s  %-28s %7zu %4s %12.2f %12.2f\n", static_cast<int>(wide), each.measure.c_str(),
                    each.subject.c_str(), each.n, each.unit.c_str(), each.median, each.p99);
    bool kept = true;
    for (const auto& [what, is, allowed] : limits) {
        std::printf("%-6s %s: %.2f, at most %.2f\n", is <= allowed ? "kept" : "BROKEN", what.c_str(), is,
                    allowed);
        kept = kept && is <= allowed;
    }

    const std::filesystem::path where = "build/bench/" + std::string(name) + ".json";
    std::error_code ignored;
    std::filesystem::create_directories(where.parent_path(), ignored);
    if (std::ofstream file(where); !(file << json(results)).flush()) {
        std::fprintf(stderr, "bench_%.*s: %s cannot be written\n", static_cast<int>(name.size()), name.data(),
                     where.c_str());
        return 1;
    }
    return kept ? 0 : 1;
}

} // namespace offline::bench
