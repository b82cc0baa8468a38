#include "life/figures.h"

#include <fmt/format.h>

namespace offline::sim {

std::string Figures::json(const std::string& account, std::uint64_t weeks) const {
    const double days = static_cast<double>(weeks) * 7;
    const auto seconds = [](std::chrono::nanoseconds time) {
        return std::chrono::duration<double>(time).count();
    };
    const double hours = seconds(awake) / 3600;
    return fmt::format(
        R"({{"account":"{}","weeks":{},"awake_hours_a_day":{:.2f},"wrongly_online_s_a_day":{:.1f},)"
        R"("wrongly_offline_s_a_day":{:.1f},"true_changes_a_day":{:.1f},"changes_told_a_day":{:.1f},)"
        R"("looks_an_hour":{:.2f}}})",
        account, weeks, hours / days, seconds(wrongly_online) / days, seconds(wrongly_offline) / days,
        static_cast<double>(true_changes) / days, static_cast<double>(changes_told) / days,
        static_cast<double>(looks) / hours);
}

} // namespace offline::sim
