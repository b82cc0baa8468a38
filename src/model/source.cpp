#include "model/source.h"

namespace offline::model {

std::string_view word(Source::Outcome outcome) noexcept {
    switch (outcome) {
    case Source::Outcome::working:
        return "working";
    case Source::Outcome::absent:
        return "absent";
    case Source::Outcome::failed:
        return "failed";
    }
    return "";
}

} // namespace offline::model
