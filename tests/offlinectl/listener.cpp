#include "offlinectl/listener.h"

#include <stdexcept>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

Listener::Listener() { open(); }

Listener::~Listener() { close(); }

void Listener::open() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1; // connections of before may still be dying at that port
    ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port_);
    // The kernel completes connections up to the backlog; nobody needs to accept them.
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(socket_, 64) != 0)
        throw std::runtime_error("nothing can listen on loopback");
    socklen_t length = sizeof address;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
}

void Listener::close() {
    if (socket_ >= 0)
        ::close(socket_);
    socket_ = -1;
}

std::string Listener::url() const { return "tcp://127.0.0.1:" + std::to_string(port_); }
