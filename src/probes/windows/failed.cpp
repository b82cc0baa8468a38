#include "probes/failed.h"

#include <winsock2.h>

namespace offline::probes {

bool is_want_of_our_own(int error) noexcept {
    return error == WSAEMFILE || error == WSAENOBUFS || error == ERROR_NOT_ENOUGH_MEMORY ||
           error == ERROR_OUTOFMEMORY || error == ERROR_TOO_MANY_OPEN_FILES;
}

} // namespace offline::probes
