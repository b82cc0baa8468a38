#include "servers/dns_message.h"

#include <algorithm>

namespace offline::servers {
namespace {

constexpr std::size_t header_size = 12;

void put16(std::vector<std::uint8_t>& out, unsigned value) {
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

template <class Bytes>
void put_record(std::vector<std::uint8_t>& out, RecordType type, const Bytes& data) {
    put16(out, 0xC00C); // the name: where the question has it
    put16(out, static_cast<unsigned>(type));
    put16(out, 1); // class IN
    put16(out, 0);
    put16(out, 1); // lives a second
    put16(out, static_cast<unsigned>(data.size()));
    out.insert(out.end(), data.begin(), data.end());
}

std::vector<std::uint8_t> respond(const DnsQuestion& question, unsigned flags, unsigned count,
                                  const std::vector<std::uint8_t>& answers) {
    std::vector<std::uint8_t> out;
    put16(out, question.id);
    put16(out, 0x8180U | flags);
    put16(out, 1);
    put16(out, count);
    put16(out, 0);
    put16(out, 0);
    out.insert(out.end(), question.raw.begin(), question.raw.end());
    out.insert(out.end(), answers.begin(), answers.end());
    return out;
}

} // namespace

std::optional<DnsQuestion> read_question(std::span<const std::uint8_t> message) {
    if (message.size() < header_size + 5 || (message[2] & 0x80) != 0 || message[5] != 1)
        return std::nullopt;
    DnsQuestion question{.id = static_cast<std::uint16_t>(message[0] << 8 | message[1])};
    std::size_t at = header_size;
    while (at < message.size() && message[at] != 0) {
        const std::size_t length = message[at++];
        if (length > 63 || at + length >= message.size())
            return std::nullopt;
        for (std::size_t i = 0; i < length; ++i) {
            const auto c = static_cast<char>(message[at + i]);
            question.name += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
        question.name += '.';
        at += length;
    }
    if (question.name.empty() || at + 5 > message.size())
        return std::nullopt;
    question.name.pop_back();
    question.type = static_cast<std::uint16_t>(message[at + 1] << 8 | message[at + 2]);
    question.raw.assign(message.begin() + header_size, message.begin() + static_cast<std::ptrdiff_t>(at) + 5);
    return question;
}

std::vector<std::uint8_t> write_response(const DnsQuestion& question, ResponseCode code,
                                         const std::vector<boost::asio::ip::address>& addresses,
                                         bool truncated) {
    std::vector<std::uint8_t> answers;
    unsigned count = 0;
    for (const auto& address : addresses) {
        if (address.is_v4() && question.type == static_cast<unsigned>(RecordType::a))
            put_record(answers, RecordType::a, address.to_v4().to_bytes()), ++count;
        if (address.is_v6() && question.type == static_cast<unsigned>(RecordType::aaaa))
            put_record(answers, RecordType::aaaa, address.to_v6().to_bytes()), ++count;
    }
    return respond(question, static_cast<unsigned>(code) | (truncated ? 0x0200U : 0U), count, answers);
}

std::vector<std::uint8_t> write_records(const DnsQuestion& question,
                                        const std::vector<std::vector<std::uint8_t>>& data) {
    std::vector<std::uint8_t> answers;
    for (const auto& each : data)
        put_record(answers, static_cast<RecordType>(question.type), each);
    return respond(question, 0, static_cast<unsigned>(data.size()), answers);
}

std::vector<std::uint8_t> srv_data(std::uint16_t priority, std::uint16_t weight, std::uint16_t port,
                                   std::string_view target) {
    std::vector<std::uint8_t> data;
    put16(data, priority);
    put16(data, weight);
    put16(data, port);
    while (!target.empty() && target != ".") {
        const auto label = target.substr(0, target.find('.'));
        data.push_back(static_cast<std::uint8_t>(label.size()));
        data.insert(data.end(), label.begin(), label.end());
        target.remove_prefix(std::min(label.size() + 1, target.size()));
    }
    data.push_back(0);
    return data;
}

} // namespace offline::servers
