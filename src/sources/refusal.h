#pragma once

#include <cstdint>
#include <string>

namespace offline::sources {

/// Whether the kernel says by that errno that there is no way. Any other says only that it could not tell.
bool denies(int error);

/// The errno that a packet over a route of that type (RTN_…) would meet.
int error_of_route(std::uint8_t type);

/// For people: why nothing goes to `whither`.
std::string words_of(int error, const std::string& whither);

} // namespace offline::sources
