#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include <winsock2.h>

namespace offline::test {

/// A server on a port of 127.0.0.1 that greets whoever connects, and can go and return.
class Server {
public:
    explicit Server(std::string greeting = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const { return port_; }

    /// Whoever comes from now on is refused.
    void go();
    void come_back();

    /// Waits until so many have been served.
    bool served(int times);

private:
    void listen();

    const std::string greeting_;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    std::condition_variable guest_left_;
    int served_ = 0;
    SOCKET listening_ = INVALID_SOCKET;
    std::thread thread_;
};

} // namespace offline::test
