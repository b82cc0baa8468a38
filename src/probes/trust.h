#pragma once

#include <memory>

#include <boost/asio/ssl/context.hpp>

namespace offline::probes {

namespace asio = boost::asio;

/// The system's trust store, as OpenSSL finds it (SSL_CERT_FILE and SSL_CERT_DIR count): read once, and again
/// when it has changed on disk. TLS 1.2 or later.
class Trust {
public:
    Trust();
    ~Trust();

    asio::ssl::context& context();

private:
    struct Stamp;

    std::unique_ptr<Stamp> stamp_;
    std::unique_ptr<asio::ssl::context> context_;
};

} // namespace offline::probes
