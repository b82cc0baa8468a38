#include "probes/failed.h"

#include <cerrno>

namespace offline::probes {

bool is_want_of_our_own(int error) noexcept {
    return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
}

} // namespace offline::probes
