#include "sources/bus_socket.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include <sys/socket.h>
#include <sys/un.h>

namespace offline::sources {
namespace {

// "The kernel says who I am": no name in it, since in a user namespace each side knows this user by another.
constexpr std::string_view introduction{"\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n", 48};
constexpr std::size_t longest_introduction = 1024;

constexpr int messages_a_wake = 64; // a storm of messages must not keep the loop from its other work
constexpr std::size_t most_files = 16;

struct SocketAddress {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    socklen_t size{};
};

std::optional<SocketAddress> socket_address(const BusAddress& bus) {
    SocketAddress to;
    const std::size_t zero = bus.abstract ? 1 : 0;
    if (bus.name.size() + 1 > sizeof to.address.sun_path)
        return std::nullopt;
    std::copy(bus.name.begin(), bus.name.end(), to.address.sun_path + zero);
    to.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + bus.name.size() + 1);
    return to;
}

void keep_files(msghdr& message, std::deque<Descriptor>& files) {
    for (auto* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const auto count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int number = -1;
            std::memcpy(&number, CMSG_DATA(part) + i * sizeof number, sizeof number);
            files.emplace_back(number);
        }
    }
}

} // namespace

BusSocket::Opened BusSocket::open(const boost::asio::any_io_executor& executor, const BusAddress& bus) {
    const auto to = socket_address(bus);
    if (!to)
        return {.error = ENAMETOOLONG};
    Descriptor descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!descriptor)
        return {.error = errno};
    if (::connect(descriptor.number(), reinterpret_cast<const sockaddr*>(&to->address), to->size) != 0)
        return {.error = errno};
    return {.socket = std::make_shared<BusSocket>(executor, std::move(descriptor))};
}

BusSocket::BusSocket(const boost::asio::any_io_executor& executor, Descriptor descriptor)
    : socket_(executor) {
    boost::system::error_code failed;
    socket_.assign(descriptor.number(), failed);
    if (!failed)
        descriptor.release();
}

void BusSocket::start(Hearer hearer) {
    hearer_ = std::move(hearer);
    const auto bytes = std::as_bytes(std::span(introduction));
    out_.insert(out_.begin(), bytes.begin(), bytes.end());
    wait_to_write();
    wait_to_read();
}

void BusSocket::send(std::span<const std::byte> message) {
    out_.insert(out_.end(), message.begin(), message.end());
    wait_to_write();
}

void BusSocket::close() noexcept {
    hearer_ = {};
    boost::system::error_code failed;
    socket_.close(failed);
}

void BusSocket::wait_to_read() {
    socket_.async_wait(socket_.wait_read, [weak = weak_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (self && self->socket_.is_open() && !error)
            self->read();
    });
}

void BusSocket::wait_to_write() {
    if (std::exchange(writing_, true))
        return;
    socket_.async_wait(socket_.wait_write, [weak = weak_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (self && self->socket_.is_open() && !error)
            self->write();
    });
}

void BusSocket::write() {
    writing_ = false;
    const auto sent = ::send(socket_.native_handle(), out_.data(), out_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR)
        return out_.clear(); // what it said last is still to be read, and then its end
    out_.erase(out_.begin(), out_.begin() + std::max<ssize_t>(sent, 0));
    if (!out_.empty())
        wait_to_write();
}

void BusSocket::read() {
    const auto alive = shared_from_this();
    if (auto trouble = receive())
        return lose(std::move(*trouble));
    if (!socket_.is_open())
        return; // one of those who heard has closed it
    if (in_.empty())
        std::vector<std::byte>().swap(in_);
    wait_to_read();
}

// What is there; the end of the connection, if that is why.
std::optional<std::string> BusSocket::receive() {
    std::array<std::byte, 4096> piece; // NOLINT(cppcoreguidelines-pro-type-member-init): read into
    for (int i = 0; i < messages_a_wake && socket_.is_open(); ++i) {
        alignas(cmsghdr) std::array<char, CMSG_SPACE(most_files * sizeof(int))> room{};
        iovec into{.iov_base = piece.data(), .iov_len = piece.size()};
        msghdr message{};
        message.msg_iov = &into;
        message.msg_iovlen = 1;
        message.msg_control = room.data();
        message.msg_controllen = room.size();
        const auto got = ::recvmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (got < 0 && errno == EAGAIN)
            return std::nullopt;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return std::string("the connection broke: ") + std::strerror(errno);
        keep_files(message, files_);
        if (got == 0)
            return "the bus closed the connection";
        if (files_.size() > most_files)
            return "the bus sends files that nobody asked for";
        in_.insert(in_.end(), piece.begin(), piece.begin() + got);
        if (auto trouble = lines_to_come_ > 0 ? take_introduction() : take_messages())
            return trouble;
    }
    return std::nullopt;
}

std::optional<std::string> BusSocket::take_introduction() {
    constexpr std::array end_of_line{std::byte{'\r'}, std::byte{'\n'}};
    while (lines_to_come_ > 0) {
        const auto end = std::search(in_.begin(), in_.end(), end_of_line.begin(), end_of_line.end());
        if (end == in_.end()) {
            if (in_.size() > longest_introduction)
                return "it does not speak as a bus does";
            return std::nullopt;
        }
        const std::string line(reinterpret_cast<const char*>(in_.data()),
                               static_cast<std::size_t>(end - in_.begin()));
        in_.erase(in_.begin(), end + end_of_line.size());
        if (line.starts_with("REJECTED"))
            return "the bus does not let this user in";
        const bool fits = lines_to_come_ == 3   ? line.starts_with("DATA")
                          : lines_to_come_ == 2 ? line.starts_with("OK")
                                                : line == "AGREE_UNIX_FD" || line.starts_with("ERROR");
        if (!fits)
            return "it does not speak as a bus does";
        --lines_to_come_;
    }
    return take_messages();
}

std::optional<std::string> BusSocket::take_messages() {
    std::size_t taken = 0;
    while (socket_.is_open()) {
        const auto rest = std::span<const std::byte>(in_).subspan(taken);
        const auto size = size_of_bus_message(rest);
        if (size.known && size.bytes == 0)
            return "the bus sends what is no message";
        if (!size.known || rest.size() < size.bytes)
            break;
        const auto message = parse_bus_message(rest.first(size.bytes));
        if (!message || message->descriptors > files_.size())
            return "the bus sends a malformed message";
        taken += size.bytes;
        auto files = take_files(message->descriptors);
        if (const auto tell = hearer_.message) // a copy: whoever hears may close this
            tell(*message, std::move(files));
    }
    in_.erase(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(taken));
    return std::nullopt;
}

BusSocket::Files BusSocket::take_files(std::size_t count) {
    Files files;
    for (; count > 0; --count) {
        files.push_back(std::move(files_.front()));
        files_.pop_front();
    }
    return files;
}

void BusSocket::lose(std::string why) {
    const auto lost = std::exchange(hearer_, {}).lost;
    close();
    if (lost)
        lost(std::move(why));
}

} // namespace offline::sources
