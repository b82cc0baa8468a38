#include "probes/name_query.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include <ares.h>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/timestamp.h"
#include "probes/failed.h"
#include "probes/timing.h"

namespace offline::probes {
namespace {

using namespace std::chrono_literals;

constexpr int tries = 5;
constexpr auto wait_for_v6 = 50ms;  // the resolution delay of RFC 8305
constexpr auto wait_for_v4 = 250ms; // IPv4 would be tried no earlier: the connection attempt delay

template <class Bytes>
Bytes bytes_of(const void* raw) {
    Bytes bytes;
    std::memcpy(bytes.data(), raw, bytes.size());
    return bytes;
}

model::Address v4_of(const void* raw) {
    return asio::ip::address_v4(bytes_of<asio::ip::address_v4::bytes_type>(raw));
}

model::Address v6_of(const void* raw) {
    return asio::ip::address_v6(bytes_of<asio::ip::address_v6::bytes_type>(raw));
}

std::string listed(const std::vector<model::Address>& addresses) {
    std::string text = addresses.size() == 1 ? "name server " : "name servers ";
    for (std::size_t i = 0; i < addresses.size(); ++i)
        text += (i == 0 ? "" : ", ") + addresses[i].to_string();
    return text;
}

} // namespace

class NameQuery::Channel {
public:
    Channel(asio::any_io_executor executor, std::string name, std::chrono::milliseconds first_try);
    ~Channel();
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    asio::awaitable<void> ask();
    asio::awaitable<void> ask_on();

    std::vector<model::Address> addresses() const;
    bool not_found() const;
    std::string detail() const;

    const std::vector<model::Address>& name_servers() const { return name_servers_; }

    bool in_want() const { return in_want_; }

private:
    struct Answer {
        bool arrived = false;
        int status = ARES_ETIMEOUT;
        std::vector<model::Address> addresses;
        base::Instant at{};
    };

    static const ares_socket_functions sockets_of_ours;
    static ares_socket_t open(int family, int type, int protocol, void* query);
    static void watch(void* query, ares_socket_t socket, int readable, int writable);
    static void take(void* answer, int status, int timeouts, ares_addrinfo* found);

    void send(int family, Answer& answer);
    void read_name_servers();
    bool enough() const;
    std::chrono::nanoseconds until_next_try() const;
    std::chrono::nanoseconds until_enough() const;
    asio::awaitable<void> turn(std::chrono::nanoseconds limit);
    asio::awaitable<void> wait_for_sockets();

    asio::posix::stream_descriptor sockets_; ///< an epoll instance that holds the sockets of c-ares
    std::string name_;
    ares_channel channel_ = nullptr; ///< null where c-ares could not begin
    std::vector<model::Address> name_servers_;
    Answer v4_;
    Answer v6_;
    bool in_want_ = false;
};

NameQuery::Channel::Channel(asio::any_io_executor executor, std::string name,
                            std::chrono::milliseconds first_try)
    : sockets_(executor, ::epoll_create1(EPOLL_CLOEXEC)), name_(std::move(name)) {
    ares_options options{};
    options.timeout = static_cast<int>(std::max(first_try, 10ms).count());
    options.tries = tries;
    options.sock_state_cb = watch;
    options.sock_state_cb_data = this;
    const int status =
        ares_init_options(&channel_, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
    if (status != ARES_SUCCESS) {
        channel_ = nullptr;
        in_want_ = status == ARES_ENOMEM;
        return;
    }
    ares_set_socket_functions(channel_, &sockets_of_ours, this);
    read_name_servers();
}

NameQuery::Channel::~Channel() { ares_destroy(channel_); }

asio::awaitable<void> NameQuery::Channel::ask() {
    if (channel_ == nullptr)
        co_return;
    send(AF_INET, v4_);
    send(AF_INET6, v6_);
    while (!enough())
        co_await turn(until_enough());
}

asio::awaitable<void> NameQuery::Channel::ask_on() {
    while (channel_ != nullptr && !(v4_.arrived && v6_.arrived))
        co_await turn(until_next_try());
}

std::vector<model::Address> NameQuery::Channel::addresses() const {
    std::vector<model::Address> mixed;
    for (std::size_t i = 0; i < std::max(v4_.addresses.size(), v6_.addresses.size()); ++i)
        for (const auto* family : {&v6_, &v4_})
            if (i < family->addresses.size() && mixed.size() < most_addresses)
                mixed.push_back(family->addresses[i]);
    return mixed;
}

bool NameQuery::Channel::not_found() const {
    const auto nothing = [](const Answer& answer) {
        return answer.arrived && (answer.status == ARES_ENOTFOUND || answer.status == ARES_ENODATA);
    };
    return nothing(v4_) && (v4_.status == ARES_ENOTFOUND || nothing(v6_));
}

std::string NameQuery::Channel::detail() const {
    if (channel_ == nullptr)
        return "the name servers cannot be asked";
    const auto servers = listed(name_servers_);
    if (not_found())
        return servers + " said: " +
               (v4_.status == ARES_ENOTFOUND ? "there is no such name" : "the name has no address");
    if (!v4_.arrived || v4_.status == ARES_ETIMEOUT)
        return servers + ": no answer";
    return servers + ": " + ares_strerror(v4_.status);
}

// c-ares does not tell why it has no socket, and programs started from here would inherit those that it
// opens.
const ares_socket_functions NameQuery::Channel::sockets_of_ours = {
    .asocket = open,
    .aclose = [](ares_socket_t socket, void*) { return ::close(socket); },
    .aconnect = [](ares_socket_t socket, const sockaddr* to, ares_socklen_t size,
                   void*) { return ::connect(socket, to, size); },
    .arecvfrom = [](ares_socket_t socket, void* room, std::size_t size, int flags, sockaddr* from,
                    ares_socklen_t* from_size,
                    void*) -> ares_ssize_t { return ::recvfrom(socket, room, size, flags, from, from_size); },
    .asendv = [](ares_socket_t socket, const iovec* parts, int count, void*) -> ares_ssize_t {
        msghdr message{};
        message.msg_iov = const_cast<iovec*>(parts);
        message.msg_iovlen = static_cast<std::size_t>(count);
        return ::sendmsg(socket, &message, MSG_NOSIGNAL);
    },
};

ares_socket_t NameQuery::Channel::open(int family, int type, int protocol, void* query) {
    const int socket = ::socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    static_cast<Channel*>(query)->in_want_ = socket < 0 && is_want_of_our_own(errno);
    return socket;
}

void NameQuery::Channel::watch(void* query, ares_socket_t socket, int readable, int writable) {
    const int poll = static_cast<Channel*>(query)->sockets_.native_handle();
    epoll_event event{};
    event.events = (readable != 0 ? static_cast<std::uint32_t>(EPOLLIN) : 0U) |
                   (writable != 0 ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
    event.data.fd = socket;
    if (event.events == 0)
        ::epoll_ctl(poll, EPOLL_CTL_DEL, socket, nullptr);
    else if (::epoll_ctl(poll, EPOLL_CTL_MOD, socket, &event) != 0)
        ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
}

void NameQuery::Channel::take(void* to, int status, int /*timeouts*/, ares_addrinfo* found) {
    auto& answer = *static_cast<Answer*>(to);
    answer.arrived = true;
    answer.status = status;
    answer.at = std::chrono::steady_clock::now();
    for (const auto* node = found != nullptr ? found->nodes : nullptr; node != nullptr; node = node->ai_next)
        if (node->ai_family == AF_INET)
            answer.addresses.push_back(v4_of(&reinterpret_cast<const sockaddr_in*>(node->ai_addr)->sin_addr));
        else
            answer.addresses.push_back(
                v6_of(&reinterpret_cast<const sockaddr_in6*>(node->ai_addr)->sin6_addr));
    ares_freeaddrinfo(found);
}

void NameQuery::Channel::send(int family, Answer& answer) {
    ares_addrinfo_hints hints{};
    hints.ai_flags = ARES_AI_NOSORT;
    hints.ai_family = family;
    ares_getaddrinfo(channel_, name_.c_str(), nullptr, &hints, take, &answer);
}

void NameQuery::Channel::read_name_servers() {
    ares_addr_port_node* first = nullptr;
    if (ares_get_servers_ports(channel_, &first) != ARES_SUCCESS)
        return;
    for (const auto* node = first; node != nullptr; node = node->next)
        name_servers_.push_back(node->family == AF_INET ? v4_of(&node->addr.addr4)
                                                        : v6_of(&node->addr.addr6));
    ares_free_data(first);
}

bool NameQuery::Channel::enough() const { return (v4_.arrived && v6_.arrived) || until_enough() <= 0ns; }

std::chrono::nanoseconds NameQuery::Channel::until_next_try() const {
    timeval room{};
    const timeval* next = ares_timeout(channel_, nullptr, &room);
    const std::chrono::nanoseconds wait =
        next == nullptr ? 1s : std::chrono::seconds(next->tv_sec) + std::chrono::microseconds(next->tv_usec);
    return std::max<std::chrono::nanoseconds>(wait, 1ms);
}

std::chrono::nanoseconds NameQuery::Channel::until_enough() const {
    auto wait = until_next_try();
    const auto now = std::chrono::steady_clock::now();
    if (v4_.arrived && (!v4_.addresses.empty() || v4_.status == ARES_ENOTFOUND))
        wait = std::min<std::chrono::nanoseconds>(wait, v4_.at + wait_for_v6 - now);
    if (!v6_.addresses.empty())
        wait = std::min<std::chrono::nanoseconds>(wait, v6_.at + wait_for_v4 - now);
    return wait;
}

asio::awaitable<void> NameQuery::Channel::turn(std::chrono::nanoseconds limit) {
    co_await within(limit, wait_for_sockets());
    std::array<epoll_event, 8> ready{};
    const int count = ::epoll_wait(sockets_.native_handle(), ready.data(), static_cast<int>(ready.size()), 0);
    for (int i = 0; i < count; ++i) {
        const auto& event = ready[static_cast<std::size_t>(i)];
        const auto readable = (event.events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0;
        const auto writable = (event.events & static_cast<std::uint32_t>(EPOLLOUT)) != 0;
        ares_process_fd(channel_, readable ? event.data.fd : ARES_SOCKET_BAD,
                        writable ? event.data.fd : ARES_SOCKET_BAD);
    }
    if (count <= 0)
        ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

asio::awaitable<void> NameQuery::Channel::wait_for_sockets() {
    co_await sockets_.async_wait(asio::posix::descriptor_base::wait_read, asio::use_awaitable);
}

NameQuery::NameQuery(asio::any_io_executor executor, std::string name, std::chrono::milliseconds first_try)
    : channel_(std::make_unique<Channel>(std::move(executor), std::move(name), first_try)) {}

NameQuery::~NameQuery() = default;

asio::awaitable<void> NameQuery::ask() { return channel_->ask(); }

asio::awaitable<void> NameQuery::ask_on() { return channel_->ask_on(); }

std::vector<model::Address> NameQuery::addresses() const { return channel_->addresses(); }

bool NameQuery::not_found() const { return channel_->not_found(); }

std::string NameQuery::detail() const { return channel_->detail(); }

const std::vector<model::Address>& NameQuery::name_servers() const { return channel_->name_servers(); }

bool NameQuery::in_want() const { return channel_->in_want(); }

} // namespace offline::probes
