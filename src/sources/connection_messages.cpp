#include "sources/connection_messages.h"

#include <cstddef>
#include <cstring>

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "sources/netlink.h"

namespace offline::sources {
namespace {

// What the kernel adds behind the C library's tcp_info: two rates, bytes acknowledged, bytes received.
struct Info {
    tcp_info known;
    std::uint64_t pacing_rate, max_pacing_rate, bytes_acked, bytes_received;
};

static_assert(sizeof(tcp_info) == 104 && offsetof(Info, bytes_received) == 128, "as <linux/tcp.h> has it");

template <class Bytes>
Bytes bytes_of(const std::uint32_t (&words)[4]) {
    Bytes bytes;
    std::memcpy(bytes.data(), static_cast<const void*>(words), bytes.size());
    return bytes;
}

model::Address remote_of(const inet_diag_msg& told) {
    namespace ip = boost::asio::ip;
    if (told.idiag_family == AF_INET)
        return ip::address_v4(bytes_of<ip::address_v4::bytes_type>(told.id.idiag_dst));
    return model::plain(ip::address_v6(bytes_of<ip::address_v6::bytes_type>(told.id.idiag_dst)));
}

} // namespace

nlmsghdr* ask_connections(Request& room, std::uint8_t family, std::uint16_t port) {
    auto* const question = begin<inet_diag_req_v2>(room, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP);
    question->sdiag_family = family;
    question->sdiag_protocol = IPPROTO_TCP;
    question->idiag_ext = 1U << (INET_DIAG_INFO - 1);
    question->idiag_states = 1U << TCP_ESTABLISHED;
    question->id.idiag_dport = htons(port);
    return message_in(room);
}

std::optional<Connection> read_connection(const nlmsghdr& message) {
    const auto* const told = header_of<inet_diag_msg>(message, SOCK_DIAG_BY_FAMILY);
    if (!told || (told->idiag_family != AF_INET && told->idiag_family != AF_INET6))
        return std::nullopt;
    std::optional<Info> info; // none from an older kernel, which tells less
    for_attributes_of<inet_diag_msg>(message, [&](const nlattr& attribute) {
        if (mnl_attr_get_type(&attribute) == INET_DIAG_INFO)
            info = value_of<Info>(attribute);
    });
    if (!info)
        return std::nullopt;
    return Connection{.remote = remote_of(*told),
                      .port = ntohs(told->id.idiag_dport),
                      .user = told->idiag_uid,
                      .received_payload = info->bytes_received > 0,
                      .payload = std::chrono::milliseconds(info->known.tcpi_last_data_recv),
                      .acknowledgement = std::chrono::milliseconds(info->known.tcpi_last_ack_recv)};
}

} // namespace offline::sources
