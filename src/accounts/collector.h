#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accounts/account.h"
#include "accounts/server.h"

namespace offline::accounts {

/// Makes a reading of what a reader finds, whatever a stranger wrote there.
class Collector {
public:
    /// An account with those of its servers that are some; skipped where none is.
    void add(std::string_view name, const std::vector<Server>& servers);
    void skip(std::string_view name, std::string_view why);

    Reading take() { return std::move(reading_); }

private:
    Reading reading_;
};

} // namespace offline::accounts
