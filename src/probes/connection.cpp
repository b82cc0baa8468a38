#include "probes/connection.h"

#include <cstdint>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include "probes/arrival.h"
#include "probes/words.h"

namespace offline::probes {
namespace {

using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

constexpr std::size_t longest_line = std::size_t{8} * 1024;
constexpr std::size_t most_read = std::size_t{64} * 1024;

void stop_if_cancelled(const error_code& error) {
    if (error == asio::error::operation_aborted)
        throw boost::system::system_error(error);
}

} // namespace

Connection::Connection(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

asio::awaitable<void> Connection::encrypt(Trust& trust, const std::string& host) {
    if (!unread_.empty())
        throw Failed{Reason::protocol,
                     "the server goes on talking where a TLS handshake is due: " + printable(unread_)};
    tls_.emplace(socket_, trust, host);
    co_await tls_->handshake();
}

asio::awaitable<void> Connection::send(std::string text) {
    error_code error;
    co_await asio::async_write(*this, asio::buffer(text), redirect_error(use_awaitable, error));
    stop_if_cancelled(error);
    if (error)
        throw failure(error);
}

asio::awaitable<std::string> Connection::line() {
    error_code error;
    const std::size_t length = co_await asio::async_read_until(
        *this, asio::dynamic_buffer(unread_, longest_line), '\n', redirect_error(use_awaitable, error));
    stop_if_cancelled(error);
    if (error == asio::error::not_found)
        throw Failed{Reason::protocol, "a line without an end: " + printable(unread_)};
    if (error)
        throw failure(error);
    if (read_ += length; read_ > most_read)
        throw Failed{Reason::protocol, "the server talks without an end"};
    std::string line = unread_.substr(0, length);
    unread_.erase(0, length);
    line.erase(line.find_last_not_of("\r\n") + 1);
    co_return line;
}

asio::awaitable<void> Connection::close() {
    if (tls_)
        co_await tls_->close();
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

std::string Connection::encryption() const { return tls_->version(); }

std::optional<std::chrono::sys_seconds> Connection::certificate_until() const {
    return tls_ ? tls_->certificate_until() : std::nullopt;
}

bool Connection::heard_within(std::chrono::milliseconds time) const {
    return bytes_came_within(
        time, static_cast<std::intptr_t>(const_cast<Connection*>(this)->socket_.native_handle()));
}

asio::ip::address Connection::local_address() const {
    error_code unknown;
    return socket_.local_endpoint(unknown).address();
}

asio::ip::address Connection::remote_address() const {
    error_code gone;
    return socket_.remote_endpoint(gone).address();
}

Failed Connection::failure(const error_code& error) const {
    if (Tls::speaks_in(error))
        return {Reason::tls_failed, "the server ends the encryption: " + printable(error.message())};
    if (!unread_.empty())
        return {Reason::no_greeting, "the server broke off in the middle of a line: " + printable(unread_)};
    if (error == asio::error::eof || Tls::is_truncated(error))
        return {Reason::no_greeting, "the server closed the connection without an answer"};
    return {Reason::no_greeting, "the connection broke before an answer: " + error.message()};
}

} // namespace offline::probes
