#include "probes/trust.h"

namespace offline::probes {

struct Trust::Store {};

Trust::Trust() = default;

Trust::~Trust() = default;

} // namespace offline::probes
