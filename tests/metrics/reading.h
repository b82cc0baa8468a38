#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace offline::metrics {

/// One line of a page: `name{label="value"} 1`.
struct Series {
    std::string name;
    std::map<std::string, std::string> labels;
    double value{};
};

/// What a page tells, read back.
class Reading {
public:
    explicit Reading(const std::string& page);

    /// The only one of that name with these labels, whatever else it has; none where there are none.
    std::optional<double> value(const std::string& name,
                                const std::map<std::string, std::string>& labels = {}) const;
    std::vector<Series> all(const std::string& name) const;

    /// Each name of a series, with each label that it has.
    std::map<std::string, std::set<std::string>> labels() const;

    /// The names as they are described: those of histograms without `_bucket`, `_sum` and `_count`.
    std::set<std::string> families() const { return families_; }

    /// Whether any label has that value.
    bool mentions(const std::string& value) const;

private:
    std::vector<Series> series_;
    std::set<std::string> families_;
};

/// A page with at least one series of everything that there is to tell.
std::string page_of_everything();

} // namespace offline::metrics
