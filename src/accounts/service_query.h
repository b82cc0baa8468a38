#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/duration.h"

namespace offline::accounts {

/// One server of a service, as an SRV record says (RFC 2782).
struct ServiceRecord {
    std::uint16_t priority{}; ///< lower ones first
    std::uint16_t weight{};   ///< of equal ones the heavier is the likelier
    std::uint16_t port{};
    std::string host; ///< empty: the service is not offered
};

struct ServiceAnswer {
    bool answered{}; ///< an answer came, if only that there is nothing
    std::vector<ServiceRecord> records;
};

/// Asks the system's name servers for SRV records of such names, all at once; gives the answers in the same
/// order. Blocks, for so long at most. Nobody else is asked.
std::vector<ServiceAnswer> ask_for_services(const std::vector<std::string>& names, base::Duration limit);

} // namespace offline::accounts
