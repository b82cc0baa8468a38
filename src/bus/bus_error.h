#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include "base/result.h"

namespace offline::bus {

/// A failure as the bus tells it: the D-Bus name of the error table's row, and the line for a person.
inline sdbus::Error bus_error(const base::Failure& failed) {
    return {std::string(base::row(failed.code).dbus_name), failed.what};
}

inline sdbus::Error bus_error(base::Code code, std::string what) {
    return bus_error(base::failure(code, std::move(what)));
}

inline sdbus::Error too_many_calls_wait() {
    return bus_error(base::Code::limit_reached, "too many calls wait; ask again when some have ended");
}

} // namespace offline::bus
