#pragma once

#include <cstdint>
#include <span>

#include "model/address.h"
#include "model/traffic.h"

namespace offline::sources {

/// What the established connections of this user to that port of these addresses have received, in the
/// network namespace of the calling thread: by sock_diag, read-only. Nothing where the kernel cannot be
/// asked.
///
/// It opens a socket for each question: there are few, one before each routine look.
model::Traffic kernel_traffic(std::span<const model::Address> addresses, std::uint16_t port);

} // namespace offline::sources
