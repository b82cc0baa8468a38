#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

namespace offline::probes {

/// Opens a socket that programs started from here do not inherit: those that Asio opens, they would.
boost::system::error_code open_socket(boost::asio::ip::tcp::socket& socket,
                                      const boost::asio::ip::tcp& protocol);

} // namespace offline::probes
