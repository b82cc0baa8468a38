#include "probes/connection.h"

#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "probes/arrival.h"
#include "probes/certificate.h"
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

// What OpenSSL says when the first bytes are no TLS record.
bool is_no_tls(const error_code& error) {
    if (error.category() != asio::error::get_ssl_category())
        return false;
    const int reason = ERR_GET_REASON(static_cast<unsigned long>(static_cast<unsigned>(error.value())));
    return reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST ||
           reason == SSL_R_HTTPS_PROXY_REQUEST;
}

std::vector<unsigned char> bytes_of(const asio::ip::address& address) {
    if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        return {bytes.begin(), bytes.end()};
    }
    const auto bytes = address.to_v6().to_bytes();
    return {bytes.begin(), bytes.end()};
}

// Since TLS 1.3 a server may refuse us only after its handshake looked done.
bool is_alert(const error_code& error) { return error.category() == asio::error::get_ssl_category(); }

} // namespace

Connection::Connection(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

asio::awaitable<void> Connection::encrypt(Trust& trust, const std::string& host) {
    if (!unread_.empty())
        throw Failed{Reason::protocol,
                     "the server goes on talking where a TLS handshake is due: " + printable(unread_)};
    tls_.emplace(socket_, trust.context());
    prepare(host);
    error_code error;
    co_await tls_->async_handshake(asio::ssl::stream_base::client, redirect_error(use_awaitable, error));
    stop_if_cancelled(error);
    if (error)
        throw handshake_failure(error);
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
    error_code ignored;
    if (tls_)
        co_await tls_->async_shutdown(redirect_error(use_awaitable, ignored));
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

std::string Connection::encryption() const {
    return SSL_get_version(const_cast<Connection*>(this)->tls_->native_handle());
}

bool Connection::heard_within(std::chrono::milliseconds time) const {
    return bytes_came_within(time, const_cast<Connection*>(this)->socket_.native_handle());
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
    if (is_alert(error))
        return {Reason::tls_failed, "the server ends the encryption: " + printable(error.message())};
    if (!unread_.empty())
        return {Reason::no_greeting, "the server broke off in the middle of a line: " + printable(unread_)};
    if (error == asio::error::eof || error == asio::ssl::error::stream_truncated)
        return {Reason::no_greeting, "the server closed the connection without an answer"};
    return {Reason::no_greeting, "the connection broke before an answer: " + error.message()};
}

void Connection::prepare(const std::string& host) {
    error_code a_name;
    const auto address = asio::ip::make_address(host, a_name);
    SSL* ssl = tls_->native_handle();
    X509_VERIFY_PARAM* wanted = SSL_get0_param(ssl);
    if (a_name) {
        const std::string name = host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
        SSL_set_tlsext_host_name(ssl, name.c_str());
        X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        X509_VERIFY_PARAM_set1_host(wanted, name.c_str(), name.size());
    } else {
        const auto bytes = bytes_of(address);
        X509_VERIFY_PARAM_set1_ip(wanted, bytes.data(), bytes.size());
    }
    tls_->set_verify_mode(asio::ssl::verify_peer);
    tls_->set_verify_callback([this, host](bool sound, asio::ssl::verify_context& verification) {
        if (!sound)
            certificate_fault_ = fault_of_certificate(verification.native_handle(), host);
        return sound;
    });
}

Failed Connection::handshake_failure(const error_code& error) const {
    if (!certificate_fault_.empty())
        return {Reason::tls_certificate, certificate_fault_};
    if (is_no_tls(error))
        return {Reason::protocol, "the server does not speak TLS here"};
    if (error == asio::error::eof || error == asio::ssl::error::stream_truncated)
        return {Reason::tls_failed, "the server closed the connection in the TLS handshake"};
    return {Reason::tls_failed, "the TLS handshake broke: " + printable(error.message())};
}

} // namespace offline::probes
