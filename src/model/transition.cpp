#include "model/transition.h"

namespace offline::model {

std::string_view word(Phase phase) noexcept {
    switch (phase) {
    case Phase::start:
        return "START";
    case Phase::statechange:
        return "STATECHANGE";
    case Phase::done:
        return "DONE";
    }
    return "";
}

} // namespace offline::model
