#pragma once

#include <utility>

#include <unistd.h>

namespace offline::sources {

/// A file descriptor that is closed by whoever has it last.
class Descriptor {
public:
    explicit Descriptor(int number = -1) noexcept : number_(number) {}

    ~Descriptor() {
        if (number_ >= 0)
            ::close(number_);
    }

    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}

    Descriptor& operator=(Descriptor&& other) noexcept {
        Descriptor closes_mine(std::move(other));
        std::swap(number_, closes_mine.number_);
        return *this;
    }

    int number() const noexcept { return number_; }

    explicit operator bool() const noexcept { return number_ >= 0; }

    /// It is the caller's from now on.
    int release() noexcept { return std::exchange(number_, -1); }

private:
    int number_;
};

} // namespace offline::sources
