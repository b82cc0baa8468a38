#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "metrics/place.h"

namespace offline::metrics {

/// A client of the server, that does as it likes. Threads: one.
class Caller {
public:
    explicit Caller(const Place& place);
    ~Caller();
    Caller(Caller&& other) noexcept;
    Caller& operator=(Caller&&) = delete;

    /// As much of it as goes; false where the other side has closed.
    bool say(std::string_view text) const;
    /// One whole answer to a request, with its head; what came where the other side closes before, or is
    /// silent for too long.
    std::string hear(bool has_body = true);
    /// Whether the other side closes within that time, whatever else it says.
    bool is_left(std::chrono::milliseconds limit = std::chrono::seconds(20));
    /// The same, where what it says is not taken.
    bool is_left_unread(std::chrono::milliseconds limit = std::chrono::seconds(20)) const;

private:
    bool read(std::chrono::milliseconds limit);

    int descriptor_ = -1;
    std::string unread_;
};

/// `GET /metrics` over a connection of its own: the body.
std::string scrape(const Place& place);

} // namespace offline::metrics
