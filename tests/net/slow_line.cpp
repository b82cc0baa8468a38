#include "net/slow_line.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace offline::net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto card = "slow0";
constexpr std::size_t longest_packet = 65536;

int open_end() {
    const int end = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    ifreq wanted{};
    wanted.ifr_flags = IFF_TUN | IFF_NO_PI;
    std::strcpy(wanted.ifr_name, card);
    if (end < 0 || ::ioctl(end, TUNSETIFF, &wanted) != 0)
        throw std::system_error(errno, std::generic_category(), "no end of a tunnel");
    return end;
}

int end_at(Host& host, const std::string& address) {
    const int end = host.run(open_end);
    host.sh("ip address add " + address + " dev " + card + " && ip link set " + card + " up");
    return end;
}

struct Packet {
    Clock::time_point due;
    int to;
    std::vector<char> bytes;
};

} // namespace

SlowLine::SlowLine(Host& near, const std::string& near_address, Host& far, const std::string& far_address,
                   std::chrono::milliseconds one_way)
    : near_(end_at(near, near_address)),
      far_(end_at(far, far_address)),
      end_(::eventfd(0, EFD_CLOEXEC)),
      carrier_([this, one_way] { carry(one_way); }) {}

SlowLine::~SlowLine() {
    ::eventfd_write(end_, 1);
    carrier_.join();
    for (const int descriptor : {near_, far_, end_})
        ::close(descriptor);
}

void SlowLine::carry(std::chrono::milliseconds one_way) {
    std::deque<Packet> on_the_way;
    std::vector<char> bytes(longest_packet);
    std::array<pollfd, 3> events{{{near_, POLLIN, 0}, {far_, POLLIN, 0}, {end_, POLLIN, 0}}};
    while (events[2].revents == 0) {
        const auto now = Clock::now();
        for (; !on_the_way.empty() && on_the_way.front().due <= now; on_the_way.pop_front()) {
            const auto& [due, to, packet] = on_the_way.front();
            if (::write(to, packet.data(), packet.size()) < 0)
                continue; // that end is down: lost
        }
        int wait = -1;
        if (!on_the_way.empty())
            wait = 1 + static_cast<int>(
                           std::chrono::duration_cast<std::chrono::milliseconds>(on_the_way.front().due - now)
                               .count());
        ::poll(events.data(), events.size(), wait);
        for (const auto& [from, to] : {std::pair(near_, far_), std::pair(far_, near_)})
            for (ssize_t got = 0; (got = ::read(from, bytes.data(), bytes.size())) > 0;)
                on_the_way.push_back({Clock::now() + one_way, to, {bytes.data(), bytes.data() + got}});
    }
}

} // namespace offline::net
