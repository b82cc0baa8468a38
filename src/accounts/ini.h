#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace offline::accounts {

/// A file of sections with `key = value` lines, as Evolution, KDE, Mozilla, offlineimap and aerc have them.
/// Whatever is no such line is passed over; of two values for a key the later counts.
class Ini {
public:
    explicit Ini(std::string_view text);

    /// In the order of the file, without doubles.
    const std::vector<std::string>& sections() const { return order_; }

    bool has(const std::string& section) const { return values_.contains(section); }

    /// Empty where there is no such key; keys are named in lower case.
    const std::string& value(const std::string& section, const std::string& key) const;

private:
    using Section = std::map<std::string, std::string>;

    std::vector<std::string> order_;
    std::map<std::string, Section> values_;
};

} // namespace offline::accounts
