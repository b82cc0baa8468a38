#include "metrics/reading.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "metrics/page.h"

namespace offline::metrics {
namespace {

using namespace std::chrono_literals;

/// The value in quotes that begins there; `at` is behind it afterwards.
std::string quoted(const std::string& line, std::size_t& at) {
    std::string value;
    for (++at; line.at(at) != '"'; ++at) {
        if (line[at] != '\\') {
            value += line[at];
            continue;
        }
        const char escaped = line.at(++at);
        value += escaped == 'n' ? '\n' : escaped;
    }
    ++at;
    return value;
}

Series series_in(const std::string& line) {
    Series series;
    auto at = line.find_first_of("{ ");
    series.name = line.substr(0, at);
    while (line.at(at) != ' ') {
        if (line[at] == '}') {
            ++at;
            continue;
        }
        const auto equals = line.find('=', ++at);
        const auto name = line.substr(at, equals - at);
        series.labels[name] = quoted(line, at = equals + 1);
    }
    std::size_t end = 0;
    series.value = std::stod(line.substr(at), &end);
    if (at + end != line.size())
        throw std::runtime_error("more than a number: " + line);
    return series;
}

bool has(const Series& series, const std::map<std::string, std::string>& labels) {
    return std::ranges::all_of(labels, [&](const auto& wanted) {
        const auto found = series.labels.find(wanted.first);
        return found != series.labels.end() && found->second == wanted.second;
    });
}

} // namespace

Reading::Reading(const std::string& page) {
    std::istringstream lines(page);
    const std::string described = "# TYPE ";
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(described))
            families_.insert(line.substr(described.size(), line.rfind(' ') - described.size()));
        else if (!line.starts_with('#'))
            series_.push_back(series_in(line));
}

std::optional<double> Reading::value(const std::string& name,
                                     const std::map<std::string, std::string>& labels) const {
    std::optional<double> found;
    for (const auto& each : all(name))
        if (has(each, labels) && std::exchange(found, each.value))
            throw std::runtime_error("there is more than one such " + name);
    return found;
}

std::vector<Series> Reading::all(const std::string& name) const {
    std::vector<Series> found;
    std::ranges::copy_if(series_, std::back_inserter(found),
                         [&](const auto& each) { return each.name == name; });
    return found;
}

std::map<std::string, std::set<std::string>> Reading::labels() const {
    std::map<std::string, std::set<std::string>> names;
    for (const auto& each : series_)
        for (const auto& [label, value] : each.labels)
            names[each.name].insert(label);
    return names;
}

bool Reading::mentions(const std::string& value) const {
    return std::ranges::any_of(series_, [&](const auto& each) {
        return std::ranges::any_of(each.labels, [&](const auto& label) { return label.second == value; });
    });
}

std::string page_of_everything() {
    Looks looks;
    looks.saw("imaps://mail.example.org", {.ok = true,
                                           .reason = Reason::ok,
                                           .steps = {{model::StepKind::connect, true, 20ms, ""}},
                                           .certificate_until = std::chrono::sys_seconds(1800000000s)});
    return page({{.name = "Work",
                  .state = State::offline,
                  .reason = Reason::user,
                  .wish = State::offline,
                  .since = 1790000000s,
                  .changes = {{{State::offline, Reason::user}, 1}},
                  .suppressed = 7,
                  .laggards = 1}},
                looks, "1.2.3");
}

} // namespace offline::metrics
