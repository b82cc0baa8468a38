#pragma once

#include <memory>

#include <sys/types.h>

#include "base/result.h"
#include "metrics/place.h"

namespace offline::metrics {

/// A socket that listens at a place. What it made in the file system goes with it.
class Listener {
public:
    /// The socket of a daemon that has died is replaced. Code::unexpected, with the reason, where somebody
    /// listens there already or the system says no.
    static base::Result<std::unique_ptr<Listener>> open(Place place);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// With the port that it was given, where any would do.
    const Place& place() const noexcept { return place_; }

    /// The address family of the descriptor.
    int family() const noexcept;

    /// Does not block. It is the caller's from here on.
    int take_descriptor() noexcept;

private:
    explicit Listener(Place place) : place_(std::move(place)) {}

    base::Result<void> listen_in_file_system();
    base::Result<void> listen_at_port();
    base::Failure refused() const;

    Place place_;
    int descriptor_ = -1;
    dev_t device_ = 0; ///< of the socket in the file system
    ino_t inode_ = 0;
};

} // namespace offline::metrics
