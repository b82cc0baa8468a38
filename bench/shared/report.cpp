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
    const auto number = [&](const Result& of, double value) { of.n == 0 ? text << "null" : text << value; };
    for (const auto& each : results) {
        text << before << R"(  {"measure":")" << each.measure << R"(","subject":")" << each.subject
             << R"(","n":)" << each.n << R"(,"unit":")" << each.unit << R"(","median":)";
        number(each, each.median);
        text << R"(,"p99":)";
        number(each, each.p99);
        text << "}";
        before = ",\n";
    }
    text << "\n]\n";
    return text.str();
}

} // namespace

double median(std::vector<double> samples) { return result({}, {}, {}, std::move(samples)).median; }

double p99(std::vector<double> samples) { return result({}, {}, {}, std::move(samples)).p99; }

Result result(std::string measure, std::string_view subject, std::string_view unit,
              std::vector<double> samples) {
    if (samples.empty())
        return {std::move(measure), std::string(subject), std::string(unit), 0, 0, 0};
    std::ranges::sort(samples);
    const std::size_t n = samples.size();
    const std::size_t ninety_nine = (n * 99 + 99) / 100; // so many are not above the p99
    return {std::move(measure), std::string(subject),    std::string(unit), n,
            samples[n / 2],     samples[ninety_nine - 1]};
}

int publish(std::string_view name, const std::vector<Result>& results, const std::vector<Limit>& limits) {
    std::size_t wide = 7;
    for (const auto& each : results)
        wide = std::max(wide, each.measure.size());
    std::printf("%-*s  %-28s %7s %4s %12s %12s\n", static_cast<int>(wide), "measure", "subject", "n", "",
                "median", "p99");
    for (const auto& each : results) {
        std::printf("%-*s  %-28s %7zu %4s ", static_cast<int>(wide), each.measure.c_str(),
                    each.subject.c_str(), each.n, each.unit.c_str());
        each.n == 0 ? std::printf("%12s %12s\n", "never", "never")
                    : std::printf("%12.2f %12.2f\n", each.median, each.p99);
    }
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
