#include "figures.h"

#include <utility>

namespace offline::bench {

void Figures::add(const std::string& measure, const std::string& unit, std::vector<double> samples,
                  double at_most) {
    compare(measure, "offlined", unit, std::move(samples));
    ask(unit.empty() ? measure : measure + ", " + unit, results_.back().median, at_most);
}

void Figures::add(const std::string& measure, const std::string& unit, double value, double at_most) {
    add(measure, unit, std::vector{value}, at_most);
}

void Figures::compare(const std::string& measure, const std::string& subject, const std::string& unit,
                      std::vector<double> samples) {
    results_.push_back(result(measure, subject, unit, std::move(samples)));
}

void Figures::ask(const std::string& what, double is, double at_most) {
    limits_.push_back({what, is, at_most});
}

} // namespace offline::bench
