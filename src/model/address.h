#pragma once

#include <boost/asio/ip/address.hpp>

namespace offline::model {

/// An IPv4 or IPv6 address, as a value.
using Address = boost::asio::ip::address;

} // namespace offline::model
