#include "process_cost.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace offline::bench {
namespace {

// The number behind a label such as "VmRSS:".
std::uint64_t number_in(const std::filesystem::path& file, const std::string& label) {
    std::ifstream lines(file);
    for (std::string word; lines >> word;)
        if (word == label) {
            std::uint64_t number = 0;
            lines >> number;
            return number;
        }
    throw std::runtime_error(file.native() + " says nothing of " + label);
}

} // namespace

ProcessCost ProcessCost::of(pid_t process) {
    const auto folder = std::filesystem::path("/proc") / std::to_string(process);
    ProcessCost cost{.resident_kib = number_in(folder / "status", "VmRSS:")};
    for (const auto& thread : std::filesystem::directory_iterator(folder / "task")) {
        std::ifstream times(thread.path() / "schedstat");
        std::chrono::nanoseconds::rep on_cpu = 0;
        times >> on_cpu;
        cost.cpu += std::chrono::nanoseconds(on_cpu);
        cost.wake_ups += number_in(thread.path() / "status", "voluntary_ctxt_switches:");
    }
    return cost;
}

} // namespace offline::bench
