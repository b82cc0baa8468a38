#include "net/witness.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace offline::net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto patience = std::chrono::seconds(10);
constexpr std::size_t remembered = 10'000;

constexpr std::array groups{RTNLGRP_LINK,       RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_ROUTE,
                            RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV4_RULE,   RTNLGRP_IPV6_RULE,   RTNLGRP_NEXTHOP};

int open_news() {
    const int news = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    sockaddr_nl here{};
    here.nl_family = AF_NETLINK;
    bool fine = news >= 0 && bind(news, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0;
    for (const int group : groups)
        fine = fine && setsockopt(news, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) == 0;
    if (!fine)
        throw std::system_error(errno, std::generic_category(), "the witness hears nothing");
    return news;
}

} // namespace

Witness::Witness() : news_(open_news()), end_(eventfd(0, EFD_CLOEXEC)), thread_([this] { listen(); }) {}

Witness::~Witness() {
    eventfd_write(end_, 1);
    thread_.join();
    close(news_);
    close(end_);
}

Stamp Witness::heard_since(Stamp moment) {
    std::unique_lock lock(mutex_);
    const auto news = [&] { return std::ranges::find_if(heard_, [&](Stamp at) { return at >= moment; }); };
    if (!moved_.wait_for(lock, patience, [&] { return news() != heard_.end(); }))
        throw std::runtime_error("the kernel told no news");
    return *news();
}

void Witness::listen() {
    std::array<pollfd, 2> both{{{news_, POLLIN, 0}, {end_, POLLIN, 0}}};
    alignas(nlmsghdr) std::array<char, 32768> bytes{};
    while (poll(both.data(), both.size(), -1) >= 0 && both[1].revents == 0) {
        const auto at = Clock::now();
        recv(news_, bytes.data(), bytes.size(), 0);
        const std::lock_guard lock(mutex_);
        heard_.push_back(at);
        if (heard_.size() > remembered)
            heard_.pop_front();
        moved_.notify_all();
    }
}

} // namespace offline::net
