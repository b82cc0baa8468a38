#include "metrics/place.h"

#include <charconv>
#include <cstdint>
#include <cstdlib>

#include <sys/un.h>

namespace offline::metrics {
namespace {

namespace asio = boost::asio;
using base::Code;
using base::failure;
using Path = std::filesystem::path;

constexpr auto longest_path = sizeof(sockaddr_un::sun_path) - 1;

base::Result<Place> socket_at(const Path& path) {
    if (!path.is_absolute() || !path.has_filename())
        return failure(Code::usage,
                       "metrics: write the whole path of the socket, as in unix:/run/user/1000/metrics.sock");
    if (path.native().size() > longest_path)
        return failure(Code::usage, "metrics: the path of the socket is too long: " +
                                        std::to_string(longest_path) + " bytes at most");
    return Place{.socket = path, .address = {}};
}

base::Result<Place> own_socket() {
    const char* folder = std::getenv("XDG_RUNTIME_DIR");
    if (folder == nullptr || !Path(folder).is_absolute())
        return failure(Code::usage,
                       "metrics: XDG_RUNTIME_DIR is not set; write the whole path of a socket, as unix:PATH");
    return socket_at(Path(folder) / "offlined" / "metrics.sock");
}

std::optional<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool whole = failed == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(port) : std::nullopt;
}

std::optional<asio::ip::address> address_of(std::string_view host) {
    if (host == "localhost")
        return asio::ip::address_v4::loopback();
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    boost::system::error_code no_address;
    const auto address =
        asio::ip::make_address(bracketed ? host.substr(1, host.size() - 2) : host, no_address);
    return no_address || address.is_v6() != bracketed ? std::nullopt : std::optional(address);
}

} // namespace

std::string Place::text() const {
    if (!address)
        return socket.native();
    const auto host = address->address().to_string();
    return "http://" + (address->address().is_v6() ? "[" + host + "]" : host) + ":" +
           std::to_string(address->port()) + "/metrics";
}

base::Result<Place> parse_place(std::string_view text) {
    constexpr std::string_view unix_colon = "unix:";
    if (text == "unix")
        return own_socket();
    if (text.starts_with(unix_colon))
        return socket_at(text.substr(unix_colon.size()));
    const auto colon = text.rfind(':');
    const auto host = address_of(text.substr(0, colon));
    const auto port = colon == text.npos ? std::nullopt : port_of(text.substr(colon + 1));
    if (!host || !port)
        return failure(Code::usage, "metrics: '" + std::string(text) +
                                        "' is no place for them: write unix, unix:PATH, 127.0.0.1:PORT or "
                                        "[::1]:PORT");
    if (!host->is_loopback())
        return failure(Code::usage, "metrics: " + host->to_string() +
                                        " can be reached by other machines: write 127.0.0.1:" +
                                        std::to_string(*port) + ", and let a proxy ask who they are");
    return Place{.socket = {}, .address = asio::ip::tcp::endpoint(*host, *port)};
}

} // namespace offline::metrics
