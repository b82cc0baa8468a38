// What a server says where a TLS handshake is due.
#include <optional>
#include <string>

#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "fuzz/dialogue.h"
#include "fuzz/target.h"
#include "probes/trust.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offline;
    static probes::Trust trust;
    fuzz::Bytes input(data, size);
    const std::string host = "mail.example.org";
    const auto piece = input.byte();
    const auto failed = fuzz::hold(input.text(), piece,
                                   [&](probes::Connection& server) { return server.encrypt(trust, host); });
    fuzz::demand(failed.has_value(), "nobody shakes hands who does not know our secret");
    fuzz::demand_failure(*failed);
    return 0;
}
