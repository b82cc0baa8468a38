#include "offlinectl/local_time.h"

#include <ctime>
#include <iomanip>
#include <sstream>

namespace offline::offlinectl {

std::string local_time(base::WallTime time, const char* format) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    std::ostringstream text;
    text << std::put_time(&parts, format);
    return text.str();
}

} // namespace offline::offlinectl
