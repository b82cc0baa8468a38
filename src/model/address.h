#pragma once

#include <boost/asio/ip/address.hpp>

namespace offline::model {

/// An IPv4 or IPv6 address, as a value.
using Address = boost::asio::ip::address;

/// An IPv4 address inside an IPv6 one (::ffff:192.0.2.1) made plain: packets to it are IPv4. Any other as it
/// is.
Address plain(const Address& address);

} // namespace offline::model
