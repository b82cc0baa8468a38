#include "offlinectl/listener.h"

#include <stdexcept>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

Listener::Listener() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // The kernel completes connections up to the backlog; nobody needs to accept them.
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(socket_, 64) != 0)
        throw std::runtime_error("nothing can listen on loopback");
}

Listener::~Listener() { close(socket_); }

std::string Listener::url() const {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
    return "tcp://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}
