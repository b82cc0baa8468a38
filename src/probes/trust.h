#pragma once

#include <memory>

namespace boost::asio::ssl {
class context;
}

namespace offline::probes {

namespace asio = boost::asio;

/// The system's trust store, as OpenSSL finds it (SSL_CERT_FILE and SSL_CERT_DIR count): read when it is
/// first needed, since OpenSSL alone takes three megabytes, and again when it has changed on disk. TLS 1.2 or
/// later. Not on Windows, where nothing is encrypted yet.
class Trust {
public:
    Trust();
    ~Trust();

    asio::ssl::context& context();

private:
    struct Store;

    std::unique_ptr<Store> store_;
};

} // namespace offline::probes
