#include "bus/objects_held.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <utility>
#include <vector>

#include <offline/reason.h>

#include "base/utf8.h"
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
    return base::sound_utf8(name); // it is cut off after 15 bytes
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

bool ObjectTally::add(const std::string& connection) {
    const auto found = of_.find(connection);
    if (all_ >= most || (found != of_.end() && found->second >= most_of_one))
        return false;
    ++all_;
    ++of_[connection];
    return true;
}

void ObjectTally::remove(const std::string& connection) {
    const auto found = of_.find(connection);
    --all_;
    if (--found->second == 0)
        of_.erase(found);
}

base::Result<void> ObjectsHeld::hold(std::uint64_t number, std::uint64_t parent, const Words& words) {
    if (!state_of(words.state) || !offline::reason_of(words.reason))
        return failure(Code::invalid_argument, "there is no such state, or no such reason");
    const auto& caller = callers_.caller();
    auto* const known = find(caller, number);
    if (known) {
        known->stands({words.state, words.reason});
        return {};
    }
    const auto* const above = find(caller, parent);
    if (number <= parent || (parent != 0 && !above))
        return failure(
            Code::invalid_argument,
            "a parent has a lower number than its child, and comes first; 0 is the profile itself");
    if (!is_guid_or_none(words.guid) || !is_guid_or_none(words.instance))
        return failure(Code::invalid_argument, "a GUID is written {00000000-0000-0000-0000-000000000000}");
    if (!tally_.add(caller))
        return failure(Code::limit_reached, "too many objects are held already");
    const auto of_caller = held_.find(caller); // one process, asked for once
    const auto process = of_caller == held_.end() ? callers_.process_of_caller()
                                                  : of_caller->second.begin()->second->facts().process;
    held_[caller][number] = std::make_unique<ObjectOnBus>(
        line_, profile_ + "/object/" + std::to_string(++last_path_),
        ObjectOnBus::Facts{profile_, above ? above->path() : profile_, caller, process, name_of(process),
                           words.guid, words.instance, capabilities(words)},
        ObjectOnBus::Standing{words.state, words.reason});
    return {};
}

ObjectOnBus* ObjectsHeld::find(const std::string& connection, std::uint64_t number) const {
    const auto of_it = held_.find(connection);
    if (of_it == held_.end())
        return nullptr;
    const auto found = of_it->second.find(number);
    return found == of_it->second.end() ? nullptr : found->second.get();
}

void ObjectsHeld::release(std::uint64_t number) {
    const auto& caller = callers_.caller();
    const auto* const object = find(caller, number);
    if (!object)
        return;
    const auto& objects = held_.at(caller);
    std::set<std::string> ended{object->path()};
    for (auto each = objects.upper_bound(number); each != objects.end(); ++each)
        if (ended.contains(each->second->facts().parent))
            ended.insert(each->second->path());
    end(caller, [&](const ObjectOnBus& each) { return ended.contains(each.path()); });
}

void ObjectsHeld::left(const std::string& connection) {
    if (held_.contains(connection))
        end(connection, [](const ObjectOnBus&) { return true; });
}

// Children before their parents.
void ObjectsHeld::end(const std::string& connection, const std::function<bool(const ObjectOnBus&)>& ends) {
    auto& objects = held_.at(connection);
    for (auto each = objects.end(); each != objects.begin();) {
        --each;
        if (!ends(*each->second))
            continue;
        each->second->renounce();
        each = objects.erase(each);
        tally_.remove(connection);
    }
    if (objects.empty())
        held_.erase(connection);
}

void ObjectsHeld::for_each(const std::function<void(const ObjectOnBus&)>& visit) const {
    for (const auto& [connection, objects] : held_)
        for (const auto& [number, object] : objects)
            visit(*object);
}

} // namespace offline::bus
