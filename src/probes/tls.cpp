#include "probes/tls.h"

#include <utility>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "probes/certificate.h"
#include "probes/words.h"

namespace offline::probes {
namespace {

using boost::system::error_code;

// What OpenSSL says when the first bytes are no TLS record.
bool is_no_tls(const error_code& error) {
    if (!Tls::speaks_in(error))
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

} // namespace

struct Tls::Layer {
    Layer(asio::ip::tcp::socket& socket, Trust& trust) : stream(socket, trust.context()) {}

    void expect(const std::string& host);
    Failed failure(const error_code& error) const;

    asio::ssl::stream<asio::ip::tcp::socket&> stream;
    std::string certificate_fault;
    std::optional<std::chrono::sys_seconds> certificate_until;
};

void Tls::Layer::expect(const std::string& host) {
    error_code a_name;
    const auto address = asio::ip::make_address(host, a_name);
    SSL* ssl = stream.native_handle();
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
    stream.set_verify_mode(asio::ssl::verify_peer);
    stream.set_verify_callback([this, host](bool sound, asio::ssl::verify_context& verification) {
        certificate_until = end_of_certificate(verification.native_handle());
        if (!sound)
            certificate_fault = fault_of_certificate(verification.native_handle(), host);
        return sound;
    });
}

Failed Tls::Layer::failure(const error_code& error) const {
    if (!certificate_fault.empty())
        return {Reason::tls_certificate, certificate_fault};
    if (is_no_tls(error))
        return {Reason::protocol, "the server does not speak TLS here"};
    if (error == asio::error::eof || is_truncated(error))
        return {Reason::tls_failed, "the server closed the connection in the TLS handshake"};
    return {Reason::tls_failed, "the TLS handshake broke: " + printable(error.message())};
}

bool Tls::is_available() noexcept { return true; }

// Since TLS 1.3 a server may refuse us only after its handshake looked done.
bool Tls::speaks_in(const error_code& error) noexcept {
    return error.category() == asio::error::get_ssl_category();
}

bool Tls::is_truncated(const error_code& error) noexcept {
    return error == asio::ssl::error::stream_truncated;
}

Tls::Tls(asio::ip::tcp::socket& socket, Trust& trust, const std::string& host)
    : layer_(std::make_unique<Layer>(socket, trust)) {
    layer_->expect(host);
}

Tls::~Tls() = default;

asio::awaitable<void> Tls::handshake() {
    error_code error;
    co_await layer_->stream.async_handshake(asio::ssl::stream_base::client,
                                            asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted)
        throw boost::system::system_error(error);
    if (error)
        throw layer_->failure(error);
}

asio::awaitable<void> Tls::close() {
    error_code ignored;
    co_await layer_->stream.async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
}

void Tls::read_some(asio::mutable_buffer into, asio::cancellation_slot slot, Done done) {
    layer_->stream.async_read_some(into, asio::bind_cancellation_slot(slot, std::move(done)));
}

void Tls::write_some(asio::const_buffer from, asio::cancellation_slot slot, Done done) {
    layer_->stream.async_write_some(from, asio::bind_cancellation_slot(slot, std::move(done)));
}

std::string Tls::version() const { return SSL_get_version(layer_->stream.native_handle()); }

std::optional<std::chrono::sys_seconds> Tls::certificate_until() const { return layer_->certificate_until; }

} // namespace offline::probes
