#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include "probes/failed.h"
#include "probes/trust.h"

namespace offline::probes {

namespace asio = boost::asio;

/// The encryption of one connection: OpenSSL's on Linux, none yet on Windows.
class Tls {
public:
    using Done = std::function<void(boost::system::error_code, std::size_t)>;

    /// Where it is not, servers are met without encryption or only as far as it begins.
    static bool is_available() noexcept;

    /// Whether the error is one of the encryption itself, and whether it is an end without a farewell.
    static bool speaks_in(const boost::system::error_code& error) noexcept;
    static bool is_truncated(const boost::system::error_code& error) noexcept;

    /// For a server that is called `host`: name and certificate will be checked, SNI where it is a name.
    Tls(asio::ip::tcp::socket& socket, Trust& trust, const std::string& host);
    ~Tls();
    Tls(const Tls&) = delete;
    Tls& operator=(const Tls&) = delete;

    /// What goes wrong is thrown as Failed, with the reason that fits.
    asio::awaitable<void> handshake();
    /// Says good-bye and waits for the answer.
    asio::awaitable<void> close();

    void read_some(asio::mutable_buffer into, asio::cancellation_slot slot, Done done);
    void write_some(asio::const_buffer from, asio::cancellation_slot slot, Done done);

    /// `TLSv1.3`
    std::string version() const;

    /// Until when the server's certificate holds; known as soon as it showed one, whether it was good or not.
    std::optional<std::chrono::sys_seconds> certificate_until() const;

private:
    struct Layer;

    std::unique_ptr<Layer> layer_;
};

} // namespace offline::probes
