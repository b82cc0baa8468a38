#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "net/kernel.h"

namespace offline::net {

/// Hears the kernel's news of routing and links itself, by nothing but a socket: the moment against which
/// everyone else is measured. Listens in the namespace of the thread that makes it.
class Witness {
public:
    Witness();
    ~Witness();
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;

    /// When the first news since then came; waits for it, and throws where none comes.
    Stamp heard_since(Stamp moment);

private:
    void listen();

    int news_ = -1;
    int end_ = -1;
    std::mutex mutex_;
    std::condition_variable moved_;
    std::deque<Stamp> heard_;
    std::thread thread_;
};

} // namespace offline::net
