#include "metrics/caller.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace offline::metrics {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = std::chrono::milliseconds(20s);

sockaddr_un address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.native().copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

} // namespace

Caller::Caller(const Place& place) {
    const int family = place.address ? place.address->protocol().family() : AF_UNIX;
    descriptor_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto path = address_of(place.socket);
    const int failed =
        place.address
            ? ::connect(descriptor_, place.address->data(), static_cast<socklen_t>(place.address->size()))
            : ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&path), sizeof path);
    if (failed == 0)
        return;
    const int why = errno;
    ::close(descriptor_);
    throw std::system_error(why, std::generic_category(), place.text());
}

Caller::~Caller() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

Caller::Caller(Caller&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), unread_(std::move(other.unread_)) {}

bool Caller::say(std::string_view text) const {
    while (!text.empty()) {
        const auto sent = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0)
            return errno == EAGAIN;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Caller::read(std::chrono::milliseconds limit) {
    pollfd readable{descriptor_, POLLIN, 0};
    if (::poll(&readable, 1, static_cast<int>(limit.count())) <= 0)
        throw std::runtime_error("no answer, and no end");
    std::array<char, 65536> room;
    const auto got = ::recv(descriptor_, room.data(), room.size(), 0);
    if (got <= 0)
        return false;
    unread_.append(room.data(), static_cast<std::size_t>(got));
    return true;
}

std::string Caller::hear(bool has_body) {
    const std::string field = "Content-Length: ";
    std::size_t head = std::string::npos;
    while ((head = unread_.find("\r\n\r\n")) == std::string::npos)
        if (!read(patience))
            return std::exchange(unread_, {});
    auto whole = head + 4;
    if (const auto length = unread_.find(field); has_body && length < head)
        whole += std::stoul(unread_.substr(length + field.size()));
    while (unread_.size() < whole)
        if (!read(patience))
            return std::exchange(unread_, {});
    auto answer = unread_.substr(0, whole);
    unread_.erase(0, whole);
    return answer;
}

bool Caller::is_left(std::chrono::milliseconds limit) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (read(std::chrono::duration_cast<std::chrono::milliseconds>(
        std::max<std::chrono::nanoseconds>(until - std::chrono::steady_clock::now(), 0ns))))
        unread_.clear();
    return true;
}

bool Caller::is_left_unread(std::chrono::milliseconds limit) const {
    pollfd ended{descriptor_, 0, 0};
    return ::poll(&ended, 1, static_cast<int>(limit.count())) > 0;
}

std::string scrape(const Place& place) {
    Caller caller(place);
    caller.say("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const auto answer = caller.hear();
    if (!answer.starts_with("HTTP/1.1 200 OK\r\n"))
        throw std::runtime_error("no page: " + answer);
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

} // namespace offline::metrics
