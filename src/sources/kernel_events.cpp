#include "sources/kernel_events.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <string>
#include <utility>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sources/kernel_news.h"

namespace offline::sources {
namespace {

struct Group {
    int number;
    std::string_view name;
};

constexpr auto groups = std::to_array<Group>({
    {RTNLGRP_LINK, "link"},
    {RTNLGRP_IPV4_IFADDR, "ipv4-ifaddr"},
    {RTNLGRP_IPV6_IFADDR, "ipv6-ifaddr"},
    {RTNLGRP_IPV4_ROUTE, "ipv4-route"},
    {RTNLGRP_IPV6_ROUTE, "ipv6-route"},
    {RTNLGRP_IPV4_RULE, "ipv4-rule"},
    {RTNLGRP_IPV6_RULE, "ipv6-rule"},
    {RTNLGRP_NEXTHOP, "nexthop"},
});

// Some thousands of messages: a routing daemon's burst fits, so that overrun stays rare. It costs memory only
// while messages wait.
constexpr int receive_buffer = 1 << 20;

// A storm of messages must not keep the loop from its other work.
constexpr int datagrams_a_wake = 4096;

base::Failure cannot_listen(int error) {
    const bool forbidden = error == EPERM || error == EACCES || error == EAFNOSUPPORT;
    return base::failure(forbidden ? base::Code::no_permission : base::Code::unexpected,
                         std::string("the kernel's news cannot be listened to: ") + std::strerror(error));
}

} // namespace

/// The listening socket; alive as long as the KernelEvents, and through a callback that destroys that.
class KernelEvents::Socket : public std::enable_shared_from_this<Socket> {
public:
    Socket(const boost::asio::any_io_executor& executor, int descriptor)
        : descriptor_(executor, descriptor) {}

    void join_groups() {
        for (const auto& group : groups)
            if (setsockopt(descriptor_.native_handle(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group.number,
                           sizeof group.number) != 0)
                missing.push_back(group.name);
    }

    void listen(Listener listener) {
        listener_ = std::move(listener);
        wait();
    }

    void stop() {
        stopped_ = true;
        boost::system::error_code failed;
        descriptor_.close(failed);
    }

    std::vector<std::string_view> missing;
    std::uint64_t ignored{};

private:
    void wait() {
        descriptor_.async_wait(descriptor_.wait_read,
                               [self = weak_from_this()](const boost::system::error_code& error) {
                                   const auto socket = self.lock();
                                   if (socket && !socket->stopped_ && !error)
                                       socket->wake();
                               });
    }

    void wake() {
        const auto wake = drain();
        if (wake.messages != 0 || wake.overrun)
            listener_(wake);
        if (!stopped_)
            wait();
    }

    Wake drain() {
        Wake wake;
        for (int i = 0; i < datagrams_a_wake; ++i) {
            sockaddr_nl sender{};
            iovec piece{.iov_base = room_.data(), .iov_len = room_.size()};
            msghdr datagram{};
            datagram.msg_name = &sender;
            datagram.msg_namelen = sizeof sender;
            datagram.msg_iov = &piece;
            datagram.msg_iovlen = 1;
            const auto got = recvmsg(descriptor_.native_handle(), &datagram, MSG_DONTWAIT);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0 && errno != ENOBUFS)
                break;
            if (got < 0) {
                wake.overrun = true;
                continue;
            }
            if (sender.nl_pid != 0) {
                ++ignored;
                continue;
            }
            const auto parsed = read_news(std::span(room_).first(static_cast<std::size_t>(got)));
            wake.messages += parsed.messages;
            wake.overrun |= parsed.overrun || (datagram.msg_flags & MSG_TRUNC) != 0;
            wake.links.insert(wake.links.end(), parsed.links.begin(), parsed.links.end());
            ignored += parsed.malformed;
        }
        return wake;
    }

    boost::asio::posix::stream_descriptor descriptor_;
    Listener listener_;
    bool stopped_{};
    alignas(nlmsghdr) std::array<std::byte, 32768> room_{};
};

base::Result<std::unique_ptr<KernelEvents>> KernelEvents::open(const boost::asio::any_io_executor& executor) {
    const int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (descriptor < 0)
        return cannot_listen(errno);
    auto socket = std::make_shared<Socket>(executor, descriptor);
    // A socket without a port of its own is given no news.
    const sockaddr_nl any_port{.nl_family = AF_NETLINK, .nl_pad = 0, .nl_pid = 0, .nl_groups = 0};
    if (bind(descriptor, reinterpret_cast<const sockaddr*>(&any_port), sizeof any_port) != 0)
        return cannot_listen(errno);
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &receive_buffer, sizeof receive_buffer) != 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    socket->join_groups();
    if (socket->missing.size() == groups.size())
        return base::failure(base::Code::no_permission, "the kernel lets this process listen to no news");
    return std::unique_ptr<KernelEvents>(new KernelEvents(std::move(socket)));
}

KernelEvents::KernelEvents(std::shared_ptr<Socket> socket) : socket_(std::move(socket)) {}

KernelEvents::~KernelEvents() { socket_->stop(); }

void KernelEvents::start(Listener listener) { socket_->listen(std::move(listener)); }

const std::vector<std::string_view>& KernelEvents::missing_groups() const noexcept {
    return socket_->missing;
}

std::uint64_t KernelEvents::ignored() const noexcept { return socket_->ignored; }

} // namespace offline::sources
