#include "sources/bus_address.h"

#include <charconv>
#include <cstdlib>

namespace offline::sources {
namespace {

constexpr auto usual_place = "/run/dbus/system_bus_socket";

// Takes what stands before `end` off the text.
std::string_view take(std::string_view& text, char end) {
    const auto at = text.find(end);
    const auto taken = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return taken;
}

std::optional<std::string> unescaped(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        const char first = text.front();
        text.remove_prefix(1);
        if (first != '%') {
            plain += first;
            continue;
        }
        unsigned char byte = 0;
        const auto digits = text.substr(0, 2);
        const auto end = digits.data() + digits.size();
        if (digits.size() != 2 || std::from_chars(digits.data(), end, byte, 16).ptr != end || byte == 0)
            return std::nullopt;
        plain += static_cast<char>(byte);
        text.remove_prefix(2);
    }
    return plain;
}

} // namespace

std::optional<BusAddress> BusAddress::of_the_system() {
    // A program with more rights than its user must not be led elsewhere.
    const char* const set = ::secure_getenv("DBUS_SYSTEM_BUS_ADDRESS");
    if (set == nullptr || *set == '\0')
        return BusAddress{.name = usual_place};
    return parse_bus_address(set);
}

std::optional<BusAddress> BusAddress::of_the_session() {
    if (const char* const set = ::secure_getenv("DBUS_SESSION_BUS_ADDRESS"); set != nullptr && *set != '\0')
        return parse_bus_address(set);
    const char* const runtime = ::secure_getenv("XDG_RUNTIME_DIR");
    if (runtime == nullptr || *runtime != '/')
        return std::nullopt;
    return BusAddress{.name = std::string(runtime) + "/bus"};
}

std::optional<BusAddress> parse_bus_address(std::string_view list) {
    while (!list.empty()) {
        auto entry = take(list, ';');
        if (take(entry, ':') != "unix")
            continue;
        while (!entry.empty()) {
            auto value = take(entry, ',');
            const auto key = take(value, '=');
            if (key != "path" && key != "abstract")
                continue;
            auto name = unescaped(value);
            if (name && !name->empty())
                return BusAddress{.name = std::move(*name), .abstract = key == "abstract"};
        }
    }
    return std::nullopt;
}

} // namespace offline::sources
