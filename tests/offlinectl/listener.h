#pragma once

#include <cstdint>
#include <string>

/// A server on loopback that accepts connections for as long as it lives: enough for an endpoint `tcp:`.
class Listener {
public:
    Listener();
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// tcp://127.0.0.1:PORT
    std::string url() const;

    /// Connections are refused from here on, until it opens again at the same port.
    void close();
    void open();

private:
    int socket_ = -1;
    std::uint16_t port_ = 0;
};
