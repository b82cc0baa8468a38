#pragma once

#include <string>
#include <vector>

namespace offline::bench {

/// How many milliseconds a program takes from its start to its end, each time; its output goes nowhere. One
/// that fails ends this program.
std::vector<double> times_of_program(const char* program, std::vector<std::string> words, int runs);

} // namespace offline::bench
