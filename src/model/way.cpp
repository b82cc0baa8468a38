#include "model/way.h"

namespace offline::model {

bool Way::leads_as(const Way& other) const noexcept {
    return open == other.open && interface_index == other.interface_index && gateway == other.gateway &&
           source == other.source;
}

} // namespace offline::model
