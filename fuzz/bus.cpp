// Bytes as a message bus sends them: cut into messages, and everything in them read.
#include <span>
#include <string_view>

#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "fuzz/target.h"
#include "sources/bus_address.h"
#include "sources/bus_message.h"

namespace offline::fuzz {
namespace {

void read(const sources::BusMessage& message) {
    auto reader = message.read();
    std::string_view types(message.signature);
    while (!types.empty() && !reader.failed()) {
        const auto before = types.size();
        reader.skip(types);
        demand(reader.failed() || types.size() < before, "each value takes its type off");
    }
    demand(reader.position() <= message.body.size(), "nothing is read beyond the message");

    auto properties = message.read();
    std::size_t visits = 0;
    properties.properties([&](std::string_view name, std::string_view type, sources::BusReader& value) {
        ++visits;
        demand(name.size() + type.size() < message.body.size(), "names are parts of the message");
        if (type == "u")
            value.number();
    });
    demand(visits <= message.body.size(), "each property has bytes of its own");
}

} // namespace
} // namespace offline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offline;
    const auto text = fuzz::Bytes(data, size).text();
    sources::parse_bus_address(text);
    auto rest = std::as_bytes(std::span(text));
    for (;;) {
        const auto begun = sources::size_of_bus_message(rest);
        if (!begun.known || begun.bytes == 0 || begun.bytes > rest.size())
            return 0;
        if (const auto message = sources::parse_bus_message(rest.first(begun.bytes)))
            fuzz::read(*message);
        rest = rest.subspan(begun.bytes);
    }
}
