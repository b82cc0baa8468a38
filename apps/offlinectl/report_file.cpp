#include "offlinectl/report_file.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "offlinectl/console.h"

namespace offline::offlinectl {

ReportFile::ReportFile(std::string name)
    : name_(std::move(name)),
      descriptor_(open(name_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0)
        trouble_ = {errno, std::generic_category()};
}

ReportFile::~ReportFile() {
    if (descriptor_ >= 0)
        close(descriptor_);
}

void ReportFile::append(std::string_view line) {
    if (!trouble_)
        trouble_ = write_all(descriptor_, std::string(line) + '\n');
}

base::Failure ReportFile::failure() const {
    return base::failure(base::Code::unexpected, name_ + " cannot be written: " + trouble_.message() +
                                                     "; name another file for --report");
}

} // namespace offline::offlinectl
