#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "history/reader.h"
#include "offlinectl/ink.h"

namespace offline::offlinectl {

/// A profile's history for people, at the width of the terminal, in local time. No line ends.
class HistoryPage {
public:
    explicit HistoryPage(bool colored) : ink_(colored) {}

    std::string nothing(std::string_view profile) const;
    /// history_bar(), with what its signs mean.
    std::string bar(const std::vector<history::Stretch>& stretches) const;
    /// Availability, the longest outage, and the reasons by their share.
    std::string figures(std::string_view profile, const history::Summary& summary) const;
    /// A line for each, the latest last; `all` of them were there. `evidence`: of each, or of none.
    std::string changes(const std::vector<history::PastChange>& changes,
                        const std::vector<std::vector<history::Witness>>& evidence, std::uint64_t all) const;

private:
    std::string change(const history::PastChange& change) const;
    std::string testimony(const std::vector<history::Witness>& evidence) const;

    Ink ink_;
};

} // namespace offline::offlinectl
