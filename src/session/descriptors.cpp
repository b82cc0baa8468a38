#include "session/descriptors.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace offline::session {
namespace {

unsigned long number_after(std::string_view text, std::string_view name, unsigned base) noexcept {
    const auto at = text.find(name);
    if (at == std::string_view::npos)
        return 0;
    text.remove_prefix(at + name.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    unsigned long number = 0;
    for (const char c : text) {
        const unsigned digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                               : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a') + 10
                                                      : base;
        if (digit >= base)
            break;
        number = number * base + digit;
    }
    return number;
}

// Calls visit(descriptor, inode) for each member of the epoll set; uses nothing but system calls and the
// stack.
template <class Visit>
void for_each_member(int epoll, Visit visit) noexcept {
    std::array<char, 64> path{};
    std::snprintf(path.data(), path.size(), "/proc/self/fdinfo/%d", epoll);
    const int list = ::open(path.data(), O_RDONLY | O_CLOEXEC);
    if (list < 0)
        return;
    std::array<char, 4096> text{};
    std::size_t held = 0;
    for (;;) {
        const auto got = ::read(list, text.data() + held, text.size() - held);
        if (got <= 0)
            break;
        held += static_cast<std::size_t>(got);
        std::string_view rest(text.data(), held);
        for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
            const auto line = rest.substr(0, end);
            if (line.starts_with("tfd:"))
                visit(static_cast<int>(number_after(line, "tfd:", 10)), number_after(line, "ino:", 16));
            rest.remove_prefix(end + 1);
        }
        std::copy(rest.begin(), rest.end(), text.begin());
        held = rest.size();
        if (held == text.size())
            break;
    }
    ::close(list);
}

// A number may have been given to another file by now; the inode tells.
bool is_still(int descriptor, unsigned long inode) noexcept {
    struct stat file {};

    return ::fstat(descriptor, &file) == 0 && file.st_ino == inode;
}

// Reading the list and closing what it names do not mix.
void close_members(int epoll) noexcept {
    std::array<int, 1024> members{};
    std::size_t count = 0;
    for_each_member(epoll, [&](int member, unsigned long inode) {
        if (count < members.size() && is_still(member, inode))
            members[count++] = member;
    });
    for (std::size_t i = 0; i < count; ++i)
        ::close(members[i]);
}

bool has_member(int epoll, int wanted) noexcept {
    bool found = false;
    for_each_member(epoll, [&](int member, unsigned long) { found = found || member == wanted; });
    return found;
}

// The loop does not tell its epoll descriptor: it is the one whose set has what was just registered with the
// loop.
int epoll_of(boost::asio::io_context& loop) {
    const int marker = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (marker < 0)
        return -1;
    const boost::asio::posix::stream_descriptor registered(loop, marker);
    std::error_code unreadable;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", unreadable)) {
        const int candidate = std::atoi(entry.path().filename().c_str());
        if (std::filesystem::read_symlink(entry, unreadable) == "anon_inode:[eventpoll]" &&
            has_member(candidate, marker))
            return candidate;
    }
    return -1;
}

} // namespace

Descriptors::Descriptors(boost::asio::io_context& loop) : epoll_(epoll_of(loop)) {}

void Descriptors::close_all() const noexcept {
    if (const int besides = besides_.load(std::memory_order_acquire); besides >= 0)
        ::close(besides);
    if (epoll_ < 0)
        return;
    // What the loop waits for may be a set itself: those of a name query are.
    for_each_member(epoll_, [](int member, unsigned long inode) {
        if (is_still(member, inode))
            close_members(member);
    });
    close_members(epoll_);
    ::close(epoll_);
}

} // namespace offline::session
