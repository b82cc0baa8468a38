#pragma once

#include <string>

#include "probes/system_resolver.h"

namespace offline::probes {

/// Asks getaddrinfo(), which may take its time and cannot be interrupted.
SystemResolver::Answer ask_the_system(const std::string& name);

} // namespace offline::probes
