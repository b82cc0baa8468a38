#include "bus/objects_held.h"

#include <algorithm>
#include <fstream>
#include <utility>
#include <vector>

#include <offline/reason.h>

#include "bus/standing.h"

namespace offline::bus {
namespace {

using base::Code;
using base::failure;

bool is_guid_or_none(const std::string& text) {
    constexpr std::string_view shape = "{00000000-0000-0000-0000-000000000000}";
    const auto fits = [](char c, char of_shape) {
        return of_shape == '0' ? (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') : c == of_shape;
    };
    return text.empty() || std::ranges::equal(text, shape, fits);
}

std::string name_of(std::uint32_t process) {
    std::string name;
    std::getline(std::ifstream("/proc/" + std::to_string(process) + "/comm"), name);
    return name;
}

std::vector<std::string> capabilities(const ObjectsHeld::Words& words) {
    std::vector<std::string> all;
    if (words.can_leave)
        all.emplace_back(word(State::offline));
    if (words.can_return)
        all.emplace_back(word(State::online));
    return all;
}

} // namespace

base::Result<void> ObjectsHeld::hold(std::uint64_t number, std::uint64_t parent, const Words& words) {
    if (!state_of(words.state) || !offline::reason_of(words.reason))
        return failure(Code::invalid_argument, "there is no such state, or no such reason");
    const auto& caller = callers_.caller();
    const auto of_caller = held_.find(caller);
    const auto find = [&](std::uint64_t wanted) -> ObjectOnBus* {
        if (of_caller == held_.end())
            return nullptr;
        const auto found = of_caller->second.find(wanted);
        return found == of_caller->second.end() ? nullptr : found->second.get();
    };
    if (auto* const known = find(number)) {
        known->stands({words.state, words.reason});
        return {};
    }
    const auto* const above = find(parent);
    if (number == 0 || (parent != 0 && !above))
        return failure(Code::invalid_argument,
                       "0 is the profile itself, and a parent comes before its child");
    if (!is_guid_or_none(words.guid) || !is_guid_or_none(words.instance))
        return failure(Code::invalid_argument, "a GUID is written {00000000-0000-0000-0000-000000000000}");
    if (many_ >= most || (of_caller != held_.end() && of_caller->second.size() >= most_of_one))
        return failure(Code::limit_reached, "too many objects of this profile are held already");
    const auto process = callers_.process_of_caller();
    held_[caller][number] = std::make_unique<ObjectOnBus>(
        line_, profile_ + "/object/" + std::to_string(++last_path_),
        ObjectOnBus::Facts{profile_, above ? above->path() : profile_, caller, process, name_of(process),
                           words.guid, words.instance, capabilities(words)},
        ObjectOnBus::Standing{words.state, words.reason});
    ++many_;
    return {};
}

void ObjectsHeld::release(std::uint64_t number) {
    const auto of_caller = held_.find(callers_.caller());
    if (of_caller == held_.end())
        return;
    many_ -= of_caller->second.erase(number);
    if (of_caller->second.empty())
        held_.erase(of_caller);
}

void ObjectsHeld::for_each(const std::function<void(const ObjectOnBus&)>& visit) const {
    for (const auto& [connection, objects] : held_)
        for (const auto& [number, object] : objects)
            visit(*object);
}

// Children before their parents.
void ObjectsHeld::left(const std::string& connection) {
    const auto of_it = held_.find(connection);
    if (of_it == held_.end())
        return;
    auto& objects = of_it->second;
    many_ -= objects.size();
    while (!objects.empty())
        objects.erase(std::prev(objects.end()));
    held_.erase(of_it);
}

} // namespace offline::bus
