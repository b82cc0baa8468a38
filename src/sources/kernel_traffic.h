#pragma once

#include "model/traffic.h"
#include "model/way.h"

namespace offline::sources {

/// What the established connections of this user to that address and port have received, in the network
/// namespace of the calling thread: by sock_diag, read-only. Nothing where the kernel cannot be asked.
///
/// It opens a socket for each question: there are few, one before each routine look.
model::Traffic kernel_traffic(const model::Destination& there);

} // namespace offline::sources
