#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

namespace offline::servers {

/// The record types that the tests ask for.
enum class RecordType : std::uint16_t { a = 1, aaaa = 28, srv = 33 };

/// RCODE of RFC 1035.
enum class ResponseCode : std::uint8_t { no_error = 0, server_failure = 2, name_error = 3, refused = 5 };

/// One question, as a resolver asks it.
struct DnsQuestion {
    std::uint16_t id{};
    std::string name; ///< in lower case, without the last dot
    std::uint16_t type{};
    std::vector<std::uint8_t> raw; ///< the question section as it stood, to be sent back
};

/// Nothing where the bytes are no question.
std::optional<DnsQuestion> read_question(std::span<const std::uint8_t> message);

/// The response with these addresses (those of the question's type only).
std::vector<std::uint8_t> write_response(const DnsQuestion& question, ResponseCode code,
                                         const std::vector<boost::asio::ip::address>& addresses,
                                         bool truncated = false);

/// The response with these records, each the data of one of the question's type.
std::vector<std::uint8_t> write_records(const DnsQuestion& question,
                                        const std::vector<std::vector<std::uint8_t>>& data);

/// The data of an SRV record; "." is a target of its own.
std::vector<std::uint8_t> srv_data(std::uint16_t priority, std::uint16_t weight, std::uint16_t port,
                                   std::string_view target);

} // namespace offline::servers
