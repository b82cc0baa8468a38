#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include <libmnl/libmnl.h>
#include <linux/netlink.h>

#include "sources/route_messages.h"

namespace offline::sources {

/// The making of questions and the reading of messages that all of netlink has in common.

/// A question of that type, with its header.
template <class Header>
Header* begin(Request& room, std::uint16_t type, std::uint16_t flags) {
    auto* message = mnl_nlmsg_put_header(room.bytes.data());
    message->nlmsg_type = type;
    message->nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
    return static_cast<Header*>(mnl_nlmsg_put_extra_header(message, sizeof(Header)));
}

inline nlmsghdr* message_in(Request& room) { return reinterpret_cast<nlmsghdr*>(room.bytes.data()); }

template <class Header>
const Header* header_of(const nlmsghdr& message, std::uint16_t type) {
    if (message.nlmsg_type != type || message.nlmsg_len < mnl_nlmsg_size(sizeof(Header)))
        return nullptr;
    return static_cast<const Header*>(mnl_nlmsg_get_payload(&message));
}

// Attributes from `first` on that fit wholly into `size` bytes.
template <class Each>
void for_attributes(const nlattr* first, std::size_t size, Each each) {
    auto rest = static_cast<int>(size);
    for (const auto* attribute = first; mnl_attr_ok(attribute, rest); attribute = mnl_attr_next(attribute)) {
        each(*attribute);
        rest -= static_cast<int>(MNL_ALIGN(attribute->nla_len));
    }
}

template <class Header, class Each>
void for_attributes_of(const nlmsghdr& message, Each each) {
    const auto offset = mnl_nlmsg_size(sizeof(Header));
    if (message.nlmsg_len > offset)
        for_attributes(static_cast<const nlattr*>(mnl_nlmsg_get_payload_offset(&message, sizeof(Header))),
                       message.nlmsg_len - offset, each);
}

template <class Value>
std::optional<Value> value_of(const nlattr& attribute) {
    if (mnl_attr_get_payload_len(&attribute) < sizeof(Value))
        return std::nullopt;
    Value value;
    std::memcpy(&value, mnl_attr_get_payload(&attribute), sizeof value);
    return value;
}

} // namespace offline::sources
