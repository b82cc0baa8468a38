#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace offline::bench {

using Nanoseconds = std::chrono::duration<double, std::nano>;

/// One way to tell many subscribers of a transition, each of which adds to a counter of its own. All of them
/// say the same three things.
class Peer {
public:
    virtual ~Peer() = default;
    virtual std::string_view name() const = 0;
    /// So many subscribers, connected to nothing yet.
    virtual void make(std::size_t many) = 0;
    virtual void connect() = 0;
    /// One transition, from before the first call to after the last.
    virtual Nanoseconds tell() = 0;
    /// One more subscriber comes and goes.
    virtual void come_and_go() = 0;
    /// What all subscribers were told so far.
    virtual std::size_t calls() const = 0;
};

std::unique_ptr<Peer> offlined();
std::unique_ptr<Peer> bare_loop(); ///< virtual calls over an array, the least that there is
std::unique_ptr<Peer> sigc();
std::unique_ptr<Peer> qt();
std::unique_ptr<Peer> signals2();
std::unique_ptr<Peer> gobject();

} // namespace offline::bench
