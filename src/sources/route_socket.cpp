#include "sources/route_socket.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <span>
#include <string>
#include <utility>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "sources/route_messages.h"

namespace offline::sources {
namespace {

using namespace std::chrono_literals;

// The kernel answers inside the very send(): a second without an answer is a broken kernel or a filter.
constexpr auto patience = 1s;

static_assert(NETLINK_ROUTE == 0, "the protocol that open() asks for by itself");

void set(int descriptor, int level, int option, int value) {
    setsockopt(descriptor, level, option, &value, sizeof value);
}

// What one message says of the whole answer: whether it ends it, and with what error.
bool ends(const nlmsghdr& message, Answer& answer) {
    if (message.nlmsg_type == NLMSG_ERROR) {
        if (mnl_nlmsg_get_payload_len(&message) < sizeof(nlmsgerr))
            return false;
        answer.error = -static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(&message))->error;
        return true;
    }
    return message.nlmsg_type == NLMSG_DONE || (message.nlmsg_flags & NLM_F_MULTI) == 0;
}

} // namespace

base::Result<RouteSocket> RouteSocket::open(int protocol) {
    RouteSocket opened(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol));
    if (opened.descriptor_ < 0) {
        const int error = errno;
        const bool forbidden = error == EPERM || error == EACCES || error == EAFNOSUPPORT;
        return base::failure(forbidden ? base::Code::no_permission : base::Code::unexpected,
                             std::string("the kernel's routing cannot be asked: ") + std::strerror(error));
    }
    const timeval limit{.tv_sec = std::chrono::seconds(patience).count(), .tv_usec = 0};
    setsockopt(opened.descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    set(opened.descriptor_, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
    // An error's answer need not carry the question back.
    set(opened.descriptor_, SOL_NETLINK, NETLINK_CAP_ACK, 1);
    return opened;
}

RouteSocket::RouteSocket(int descriptor) noexcept : descriptor_(descriptor) {}

RouteSocket::RouteSocket(RouteSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), sequence_(other.sequence_) {}

RouteSocket& RouteSocket::operator=(RouteSocket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(sequence_, other.sequence_);
    return *this;
}

RouteSocket::~RouteSocket() {
    if (descriptor_ >= 0)
        close(descriptor_);
}

Answer RouteSocket::ask(nlmsghdr& question, const std::function<void(const nlmsghdr&)>& each) {
    Answer answer;
    question.nlmsg_seq = ++sequence_;
    const sockaddr_nl kernel{.nl_family = AF_NETLINK, .nl_pad = 0, .nl_pid = 0, .nl_groups = 0};
    if (sendto(descriptor_, &question, question.nlmsg_len, 0, reinterpret_cast<const sockaddr*>(&kernel),
               sizeof kernel) < 0)
        return answer;

    alignas(nlmsghdr) std::array<std::byte, 32768> room; // what the kernel fills at most for a dump
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
        sockaddr_nl sender{};
        socklen_t length = sizeof sender;
        const auto got =
            recvfrom(descriptor_, room.data(), room.size(), 0, reinterpret_cast<sockaddr*>(&sender), &length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return answer;
        if (sender.nl_pid != 0)
            continue;
        auto datagram = std::span<const std::byte>(room).first(static_cast<std::size_t>(got));
        while (const auto* message = take_message(datagram)) {
            if (message->nlmsg_seq != sequence_)
                continue;
            answer.torn |= (message->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
            answer.complete = ends(*message, answer);
            if (message->nlmsg_type != NLMSG_ERROR && message->nlmsg_type != NLMSG_DONE)
                each(*message);
            if (answer.complete)
                return answer;
        }
    }
    return answer;
}

} // namespace offline::sources
