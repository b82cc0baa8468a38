#include "model/look.h"

namespace offline::model {

std::string_view word(StepKind kind) noexcept {
    switch (kind) {
    case StepKind::resolve:
        return "resolve";
    case StepKind::route:
        return "route";
    case StepKind::connect:
        return "connect";
    case StepKind::tls:
        return "tls";
    case StepKind::greeting:
        return "greeting";
    }
    return "";
}

int depth(Reason reason) noexcept {
    switch (reason) {
    case Reason::no_greeting:
    case Reason::protocol:
    case Reason::service_refused:
    case Reason::captive_portal:
        return 5;
    case Reason::tls_failed:
    case Reason::tls_certificate:
    case Reason::tls_timeout:
        return 4;
    case Reason::unreachable:
    case Reason::refused:
    case Reason::connect_timeout:
        return 3;
    case Reason::dns_failed:
    case Reason::dns_not_found:
        return 2;
    case Reason::no_route:
        return 1;
    case Reason::ok:
    case Reason::unknown:
    case Reason::user:
    case Reason::parent:
    case Reason::settling:
    case Reason::suspended:
        break;
    }
    return 0;
}

} // namespace offline::model
