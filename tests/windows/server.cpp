#include "windows/server.h"

#include <chrono>
#include <utility>

#include <gtest/gtest.h>

namespace offline::test {

Server::Server(std::string greeting) : greeting_(std::move(greeting)) {
    WSADATA ignored;
    ::WSAStartup(MAKEWORD(2, 2), &ignored);
    listen();
}

Server::~Server() {
    if (thread_.joinable())
        go();
}

void Server::go() {
    ::closesocket(std::exchange(listening_, INVALID_SOCKET));
    thread_.join();
}

void Server::come_back() { listen(); }

bool Server::served(int times) {
    std::unique_lock lock(mutex_);
    return guest_left_.wait_for(lock, std::chrono::seconds(30), [&] { return served_ >= times; });
}

void Server::listen() {
    listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_port = htons(port_);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int size = sizeof here;
    EXPECT_EQ(::bind(listening_, reinterpret_cast<sockaddr*>(&here), size), 0);
    EXPECT_EQ(::listen(listening_, 8), 0);
    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&here), &size);
    port_ = ntohs(here.sin_port);
    thread_ = std::thread([this, socket = listening_] {
        for (SOCKET guest = ::accept(socket, nullptr, nullptr); guest != INVALID_SOCKET;
             guest = ::accept(socket, nullptr, nullptr)) {
            ::send(guest, greeting_.data(), static_cast<int>(greeting_.size()), 0);
            ::shutdown(guest, SD_SEND);
            char rest[512];
            while (::recv(guest, rest, sizeof rest, 0) > 0) {
            }
            ::closesocket(guest);
            {
                const std::lock_guard lock(mutex_);
                ++served_;
            }
            guest_left_.notify_all();
        }
    });
}

} // namespace offline::test
