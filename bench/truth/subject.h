#pragma once

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <offline/reason.h>
#include <sys/types.h>

#include "net/kernel.h"

namespace offline::bench {

/// A program that watches the network its own way and prints what it believes, as truth/tell.h does. It runs
/// in the network of the thread that makes it, until the destructor. Every method may be called from any
/// thread; what fails throws.
class Subject {
public:
    struct Told {
        net::Stamp at;
        State state;
    };

    /// The path of the program and its arguments.
    explicit Subject(std::vector<std::string> command);
    ~Subject();
    Subject(const Subject&) = delete;
    Subject& operator=(const Subject&) = delete;

    /// As it introduced itself.
    std::string name() const;

    /// Waits until it believes that: true; or it is that late: false.
    bool believes(State state, net::Stamp deadline);

    /// Everything so far, in order.
    std::vector<Told> told() const;

private:
    void read();

    pid_t process_ = -1;
    std::FILE* lines_ = nullptr;
    mutable std::mutex mutex_;
    std::condition_variable moved_;
    std::string name_;
    std::vector<Told> told_;
    std::thread reader_;
};

} // namespace offline::bench
