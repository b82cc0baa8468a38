#include <boost/asio/detail/winsock_init.hpp>

namespace {

// Winsock must neither begin while a DLL is loaded nor end while its process does, and Asio's own objects
// would have it so. This one comes before them and keeps them from it: session/windows/process.cpp begins
// Winsock.
__attribute__((init_priority(101))) const boost::asio::detail::winsock_init<>::manual not_by_asio;

} // namespace

#include <boost/asio/impl/src.hpp>
