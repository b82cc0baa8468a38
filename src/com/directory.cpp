#include "com/directory.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "model/profile.h"

namespace offline::com {
namespace {

template <class Bytes>
Bytes bytes_of(const GUID& guid) {
    Bytes bytes;
    std::memcpy(bytes.data(), &guid, bytes.size());
    return bytes;
}

// As Windows writes it.
std::string text_of(const GUID* guid) {
    if (!guid)
        return {};
    std::array<char, sizeof "{00000000-0000-0000-0000-000000000000}"> text{};
    const auto& last = guid->Data4;
    std::snprintf(text.data(), text.size(), "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
                  static_cast<unsigned>(guid->Data1), guid->Data2, guid->Data3, last[0], last[1], last[2],
                  last[3], last[4], last[5], last[6], last[7]);
    return text.data();
}

base::Failure invalid(const char* why) { return base::failure(base::Code::invalid_argument, why); }

} // namespace

Directory& Directory::process() {
    static Directory* const one = std::make_unique<Directory>().release();
    return *one;
}

ComPointer<IMAPIOfflineMgr> Directory::global_of(const std::shared_ptr<engine::ProfileState>& profile) {
    const std::lock_guard lock(mutex_);
    return object_for(profile, profile->global(), nullptr);
}

base::Result<ComPointer<IMAPIOfflineMgr>> Directory::create(const Request& request) {
    const std::lock_guard lock(mutex_);
    const auto parent = parent_of(request);
    if (!parent)
        return invalid("pParent has been released");
    const auto add = [&] {
        tree::Name name{text_of(request.guid), request.guid ? text_of(request.instance) : std::string()};
        return request.profile->add(parent, request.capabilities, std::move(name));
    };
    if (!request.guid)
        return object_for(request.profile, add(), request.outer);

    const auto identity = identity_of(request);
    const auto found = known_.find(identity);
    if (found == known_.end()) {
        const auto node = add();
        known_[identity] = {node, request.outer != nullptr};
        return object_for(request.profile, node, request.outer);
    }
    const auto& [node, aggregated] = found->second;
    if (aggregated || request.outer)
        return invalid("pAggregateInfo: the object exists, and it or this request is aggregated");
    if (node->capabilities() != request.capabilities)
        return invalid("ulCapabilities are others than the object that exists was made with");
    if (node->parent() != parent)
        return invalid("pParent is another than the object that exists was made under");
    request.profile->take_up(*node);
    return object_for(request.profile, node, nullptr);
}

bool Directory::belongs(const IMAPIOfflineMgr& face, std::string_view profile) {
    const std::lock_guard lock(mutex_);
    const auto found = faces_.find(&face);
    return found != faces_.end() &&
           model::name_key(found->second->profile().name()) == model::name_key(profile);
}

void Directory::forget(OfflineObject& object) {
    const std::lock_guard lock(mutex_);
    faces_.erase(&object.own_face());
    faces_.erase(&object.clients_face());
    const auto found = objects_.find(object.node().get());
    if (found == objects_.end() || found->second != &object)
        return; // somebody asked for it again, and another one stands for it already
    objects_.erase(found);
    if (!object.node()->parent())
        return;
    for (const auto& gone : object.profile().abandon(object.node()))
        std::erase_if(known_, [&](const auto& each) { return each.second.node == gone; });
}

Directory::Identity Directory::identity_of(const Request& request) {
    std::optional<Bytes> instance;
    if (request.instance)
        instance = bytes_of<Bytes>(*request.instance);
    return {request.profile.get(), bytes_of<Bytes>(*request.guid), instance};
}

tree::ObjectPointer Directory::parent_of(const Request& request) const {
    if (!request.parent)
        return request.profile->global();
    const auto found = faces_.find(request.parent);
    if (found == faces_.end() || &found->second->profile() != request.profile.get())
        return nullptr;
    return found->second->node();
}

// One whose last reference is just going is replaced; it finds that out in forget().
ComPointer<IMAPIOfflineMgr> Directory::object_for(const std::shared_ptr<engine::ProfileState>& profile,
                                                  const tree::ObjectPointer& node, IUnknown* outer) {
    auto& object = objects_[node.get()];
    if (!object || !object->add_reference_if_alive()) {
        object = new OfflineObject(*this, profile, node, outer);
        faces_[&object->own_face()] = faces_[&object->clients_face()] = object;
    }
    return ComPointer<IMAPIOfflineMgr>::adopt(&object->own_face());
}

} // namespace offline::com
