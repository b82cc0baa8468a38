#include "probes/greeting.h"

#include "probes/words.h"

namespace offline::probes {

Failed refused_by_server(const std::string& line) {
    return {Reason::service_refused, "the server says: " + printable(line)};
}

Failed another_protocol(const std::string& protocol, const std::string& line) {
    return {Reason::protocol, "this is not " + protocol + ": " + printable(line)};
}

Failed encryption_refused(const std::string& line) {
    return {Reason::tls_failed, "the server offers STARTTLS and then refuses it: " + printable(line)};
}

} // namespace offline::probes
