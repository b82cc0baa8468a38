#include "sources/bus_message.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace offline::sources {
namespace {

// The D-Bus specification's numbers.
enum class Field : std::uint8_t {
    path = 1,
    interface = 2,
    member = 3,
    error_name = 4,
    reply_serial = 5,
    destination = 6,
    sender = 7,
    signature = 8,
    descriptors = 9,
};
constexpr std::uint8_t protocol_version = 1;
constexpr std::uint8_t no_reply_expected = 1; // a flag
constexpr std::size_t fixed_header = 16;      // up to and with the length of the fields

class Writer {
public:
    void align(std::size_t to) { bytes_.resize((bytes_.size() + to - 1) / to * to); }

    void byte(std::uint8_t value) { bytes_.push_back(std::byte{value}); }

    void number(std::uint32_t value) {
        align(sizeof value);
        append(&value, sizeof value);
    }

    void long_number(std::uint64_t value) {
        align(sizeof value);
        append(&value, sizeof value);
    }

    void value(const BusValue& value) {
        if (const auto* const text_of_it = std::get_if<std::string>(&value))
            text(*text_of_it);
        else if (const auto* const truth = std::get_if<bool>(&value))
            number(*truth ? 1 : 0);
        else
            long_number(std::get<std::uint64_t>(value));
    }

    void text(std::string_view text) {
        number(static_cast<std::uint32_t>(text.size()));
        append(text.data(), text.size());
        byte(0);
    }

    void signature(std::string_view types) {
        byte(static_cast<std::uint8_t>(types.size()));
        append(types.data(), types.size());
        byte(0);
    }

    void field(Field which, std::string_view type, std::string_view value) {
        align(8);
        byte(static_cast<std::uint8_t>(which));
        signature(type);
        type == "g" ? signature(value) : text(value);
    }

    void number_at(std::size_t place, std::size_t value) {
        const auto number = static_cast<std::uint32_t>(value);
        std::memcpy(bytes_.data() + place, &number, sizeof number);
    }

    std::size_t size() const { return bytes_.size(); }

    std::vector<std::byte> take() { return std::move(bytes_); }

private:
    void append(const void* from, std::size_t size) {
        const auto* first = static_cast<const std::byte*>(from);
        bytes_.insert(bytes_.end(), first, first + size);
    }

    std::vector<std::byte> bytes_;
};

std::string signature_of(const std::vector<BusValue>& arguments) {
    constexpr std::string_view types = "sbt"; // in the order of BusValue
    std::string signature;
    for (const auto& argument : arguments)
        signature += types[argument.index()];
    return signature;
}

std::optional<std::endian> order_of(std::byte mark) noexcept {
    if (mark == std::byte{'l'})
        return std::endian::little;
    if (mark == std::byte{'B'})
        return std::endian::big;
    return std::nullopt;
}

void read_field(BusMessage& message, BusReader& reader) {
    const auto which = static_cast<Field>(reader.byte());
    auto type = reader.signature();
    const auto text = [&](std::string_view wanted, std::string& into) {
        if (type == wanted)
            into = reader.text();
        else
            reader.skip(type);
    };
    const auto number = [&](std::uint32_t& into) {
        if (type == "u")
            into = reader.number();
        else
            reader.skip(type);
    };
    switch (which) {
    case Field::path:
        return text("o", message.path);
    case Field::interface:
        return text("s", message.interface);
    case Field::member:
        return text("s", message.member);
    case Field::error_name:
        return text("s", message.error);
    case Field::sender:
        return text("s", message.sender);
    case Field::reply_serial:
        return number(message.reply_to);
    case Field::descriptors:
        return number(message.descriptors);
    case Field::signature:
        if (type == "g")
            message.signature = reader.signature();
        else
            reader.skip(type);
        return;
    default:
        reader.skip(type);
    }
}

} // namespace

std::vector<std::byte> message_of(const BusCall& call, std::uint32_t serial) {
    Writer out;
    out.byte(std::endian::native == std::endian::little ? 'l' : 'B');
    out.byte(static_cast<std::uint8_t>(BusMessage::Kind::call));
    out.byte(call.wants_answer ? 0 : no_reply_expected);
    out.byte(protocol_version);
    const auto size_of_body = out.size();
    out.number(0);
    out.number(serial);
    const auto size_of_fields = out.size();
    out.number(0);
    out.field(Field::path, "o", call.path);
    out.field(Field::interface, "s", call.interface);
    out.field(Field::member, "s", call.member);
    out.field(Field::destination, "s", call.destination);
    if (!call.arguments.empty())
        out.field(Field::signature, "g", signature_of(call.arguments));
    out.number_at(size_of_fields, out.size() - fixed_header);
    out.align(8);
    const auto body = out.size();
    for (const auto& argument : call.arguments)
        out.value(argument);
    out.number_at(size_of_body, out.size() - body);
    return out.take();
}

BusMessageSize size_of_bus_message(std::span<const std::byte> begun) noexcept {
    if (begun.size() < fixed_header)
        return {};
    const auto order = order_of(begun[0]);
    if (!order || begun[3] != std::byte{protocol_version})
        return {.known = true, .bytes = 0};
    BusReader reader(begun.subspan(4, 12), *order);
    const std::size_t body = reader.number();
    reader.number();
    const std::size_t fields = reader.number();
    const auto size = fixed_header + (fields + 7) / 8 * 8 + body;
    return {.known = true, .bytes = size <= largest_bus_message ? size : 0};
}

std::optional<BusMessage> parse_bus_message(std::span<const std::byte> whole) {
    if (size_of_bus_message(whole).bytes != whole.size() || whole.empty())
        return std::nullopt;
    const auto order = *order_of(whole[0]);
    BusReader reader(whole, order);
    BusMessage message{.order = order};
    reader.byte();
    message.kind = static_cast<BusMessage::Kind>(reader.byte());
    reader.byte();
    reader.byte();
    const std::size_t body = reader.number();
    message.serial = reader.number();
    const auto end_of_fields = fixed_header + reader.number();
    while (!reader.failed() && reader.position() < end_of_fields) {
        reader.align(8);
        read_field(message, reader);
    }
    if (reader.failed() || reader.position() != end_of_fields)
        return std::nullopt;
    const auto arguments = whole.last(body);
    message.body.assign(arguments.begin(), arguments.end());
    return message;
}

} // namespace offline::sources
