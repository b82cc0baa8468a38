#include "bus/members.h"

#include <utility>

namespace offline::bus {

bool Members::join(const std::string& connection) {
    if (members_.size() >= most && !members_.contains(connection))
        return false;
    members_.try_emplace(connection);
    return true;
}

void Members::leave(const std::string& connection) {
    const auto found = members_.find(connection);
    if (found == members_.end())
        return;
    answered(found->second);
    if (found->second.lags)
        --lagging_;
    members_.erase(found);
}

void Members::begin(std::uint64_t start) {
    start_ = start;
    for (auto& [name, member] : members_)
        if (!member.lags && !std::exchange(member.awaited, true))
            ++awaited_;
}

void Members::ready(const std::string& connection, std::uint64_t start) {
    const auto found = members_.find(connection);
    if (found == members_.end() || start > start_)
        return;
    if (std::exchange(found->second.lags, false))
        --lagging_;
    if (start == start_)
        answered(found->second);
}

void Members::end(bool time_was_up) {
    for (auto& [name, member] : members_) {
        if (member.awaited && time_was_up) {
            member.lags = true;
            ++lagging_;
        }
        member.awaited = false;
    }
    awaited_ = 0;
}

void Members::answered(Member& member) {
    if (std::exchange(member.awaited, false))
        --awaited_;
}

} // namespace offline::bus
