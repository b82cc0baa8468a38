#pragma once

#include <cstdint>
#include <functional>

#include "base/result.h"

struct nlmsghdr;

namespace offline::sources {

/// What the kernel made of a question.
struct Answer {
    bool complete{}; ///< false: no answer within the time limit
    bool torn{};     ///< the answer to a dump changed while it was given
    int error{};     ///< the errno that the kernel answered; 0: none
};

/// Asks the kernel over netlink, one question at a time, and waits for the answer: a second at most.
class RouteSocket {
public:
    /// `protocol`: NETLINK_ROUTE, or another of netlink(7) whose questions look alike.
    static base::Result<RouteSocket> open(int protocol = 0);

    RouteSocket(RouteSocket&& other) noexcept;
    RouteSocket& operator=(RouteSocket&& other) noexcept;
    ~RouteSocket();

    /// Sends the question and hands each message of its answer to `each`; late answers to earlier questions
    /// are skipped.
    Answer ask(nlmsghdr& question, const std::function<void(const nlmsghdr&)>& each);

    int descriptor() const noexcept { return descriptor_; }

private:
    explicit RouteSocket(int descriptor) noexcept;

    int descriptor_{-1};
    std::uint32_t sequence_{};
};

} // namespace offline::sources
