#include "sources/kernel_news.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>

#include <linux/if_addr.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>

namespace offline::sources {
namespace {

// The least that a message of that type must hold; none where it is no change that we listen for.
std::optional<std::size_t> least_payload(std::uint16_t type) {
    switch (type) {
    case RTM_NEWLINK:
    case RTM_DELLINK:
        return sizeof(ifinfomsg);
    case RTM_NEWADDR:
    case RTM_DELADDR:
        return sizeof(ifaddrmsg);
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
    case RTM_NEWRULE:
    case RTM_DELRULE:
        return sizeof(rtmsg);
    case RTM_NEWNEXTHOP:
    case RTM_DELNEXTHOP:
        return sizeof(nhmsg);
    default:
        return std::nullopt;
    }
}

std::uint32_t link_of(std::span<const std::byte> payload) {
    ifinfomsg link{};
    std::memcpy(&link, payload.data(), sizeof link);
    return static_cast<std::uint32_t>(link.ifi_index);
}

} // namespace

Parsed read_news(std::span<const std::byte> bytes) {
    Parsed parsed;
    while (!bytes.empty()) {
        nlmsghdr head{};
        if (bytes.size() < sizeof head) {
            ++parsed.malformed;
            break;
        }
        std::memcpy(&head, bytes.data(), sizeof head);
        if (head.nlmsg_len < sizeof head || head.nlmsg_len > bytes.size()) {
            ++parsed.malformed;
            break;
        }
        parsed.overrun |= head.nlmsg_type == NLMSG_OVERRUN;
        if (const auto least = least_payload(head.nlmsg_type)) {
            const bool whole = head.nlmsg_len >= sizeof head + *least;
            ++(whole ? parsed.messages : parsed.malformed);
            if (whole && (head.nlmsg_type == RTM_NEWLINK || head.nlmsg_type == RTM_DELLINK))
                parsed.links.push_back(link_of(bytes.subspan(sizeof head)));
        }
        bytes = bytes.subspan(std::min<std::size_t>(NLMSG_ALIGN(head.nlmsg_len), bytes.size()));
    }
    return parsed;
}

} // namespace offline::sources
