#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "probes/failed.h"
#include "probes/tls.h"
#include "probes/trust.h"

namespace offline::probes {

namespace asio = boost::asio;

/// A conversation with one server, plain or encrypted, that reads within bounds: 8 KiB a line, 64 KiB in all.
/// What goes wrong is thrown as Failed, with the reason that fits.
///
/// It is an AsyncStream too, for Beast. Not movable: the handshake refers to it.
class Connection {
public:
    explicit Connection(asio::ip::tcp::socket socket);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// The handshake: host name and certificate checked, SNI where the host is a name.
    asio::awaitable<void> encrypt(Trust& trust, const std::string& host);

    asio::awaitable<void> send(std::string text);
    /// The next line, without its end.
    asio::awaitable<std::string> line();
    /// Says good-bye on the level of TLS, where there is one, and waits for the answer.
    asio::awaitable<void> close();

    bool encrypted() const { return tls_.has_value(); }

    /// `TLSv1.3`, once encrypted.
    std::string encryption() const;

    /// Until when the certificate holds that the server showed; none where it showed none yet.
    std::optional<std::chrono::sys_seconds> certificate_until() const;

    /// What the peer said beyond the lines that were taken: the beginning of one, or what nobody has asked
    /// for.
    const std::string& unread() const { return unread_; }

    /// Not a single line was taken yet.
    bool is_fresh() const { return read_ == 0; }

    /// Bytes of the peer came within that time until now.
    bool heard_within(std::chrono::milliseconds time) const;
    asio::ip::address local_address() const;
    asio::ip::address remote_address() const;

    /// What it means that reading or writing has failed so.
    Failed failure(const boost::system::error_code& error) const;

    using executor_type = asio::ip::tcp::socket::executor_type;

    executor_type get_executor() { return socket_.get_executor(); }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, Buffers into) {
                if (!tls_)
                    return void(socket_.async_read_some(into, std::move(handler)));
                const auto slot = asio::get_associated_cancellation_slot(handler);
                tls_->read_some(first_of<asio::mutable_buffer>(into), slot, done(std::move(handler)));
            },
            token, buffers);
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, Buffers from) {
                if (!tls_)
                    return void(socket_.async_write_some(from, std::move(handler)));
                const auto slot = asio::get_associated_cancellation_slot(handler);
                tls_->write_some(first_of<asio::const_buffer>(from), slot, done(std::move(handler)));
            },
            token, buffers);
    }

private:
    // A part of what there is may be read or written: the first buffer that is none in name only.
    template <class Buffer, class Buffers>
    static Buffer first_of(const Buffers& buffers) {
        const auto end = asio::buffer_sequence_end(buffers);
        for (auto each = asio::buffer_sequence_begin(buffers); each != end; ++each)
            if (const Buffer buffer(*each); buffer.size() != 0)
                return buffer;
        return {};
    }

    // A handler can only be moved, what Tls is given can only be copied.
    template <class Handler>
    static Tls::Done done(Handler handler) {
        return [kept = std::make_shared<Handler>(std::move(handler))](const boost::system::error_code& error,
                                                                      std::size_t size) {
            std::move (*kept)(error, size);
        };
    }

    asio::ip::tcp::socket socket_;
    std::optional<Tls> tls_;
    std::string unread_;
    std::size_t read_ = 0;
};

} // namespace offline::probes
