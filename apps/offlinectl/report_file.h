#pragma once

#include <string>
#include <string_view>
#include <system_error>

#include "base/result.h"

namespace offline::offlinectl {

/// A file that lines are appended to, each in one write, so that several programs can share it.
class ReportFile {
public:
    explicit ReportFile(std::string name);
    ~ReportFile();
    ReportFile(const ReportFile&) = delete;
    ReportFile& operator=(const ReportFile&) = delete;

    /// Once a line could not be written the later ones are dropped.
    void append(std::string_view line);

    std::error_code trouble() const { return trouble_; }

    base::Failure failure() const;

private:
    std::string name_;
    int descriptor_;
    std::error_code trouble_;
};

} // namespace offline::offlinectl
