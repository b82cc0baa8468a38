#include "probes/trust.h"

#include <cstdlib>
#include <string>
#include <utility>

#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/stat.h>

namespace offline::probes {
namespace {

/// Which file or folder it was, and when it last changed.
struct Mark {
    std::string path;
    ino_t inode{};
    timespec changed{};

    bool operator==(const Mark& other) const {
        return path == other.path && inode == other.inode && changed.tv_sec == other.changed.tv_sec &&
               changed.tv_nsec == other.changed.tv_nsec;
    }
};

Mark mark(const char* variable, const char* usual) {
    const char* chosen = std::getenv(variable);
    Mark found{.path = chosen != nullptr ? chosen : usual};

    struct stat status {};

    if (::stat(found.path.c_str(), &status) == 0) {
        found.inode = status.st_ino;
        found.changed = status.st_mtim;
    }
    return found;
}

struct Stamp {
    Mark file = mark(X509_get_default_cert_file_env(), X509_get_default_cert_file());
    Mark folder = mark(X509_get_default_cert_dir_env(), X509_get_default_cert_dir());

    bool operator==(const Stamp&) const = default;
};

std::unique_ptr<asio::ssl::context> make_context() {
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
    boost::system::error_code no_store; // every certificate then has an unknown issuer, and is said to
    context->set_default_verify_paths(no_store);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_session_cache_mode(context->native_handle(), SSL_SESS_CACHE_OFF);
    return context;
}

} // namespace

struct Trust::Store {
    explicit Store(Stamp read) : stamp(std::move(read)) {}

    Stamp stamp;
    std::unique_ptr<asio::ssl::context> context = make_context();
};

Trust::Trust() = default;

Trust::~Trust() = default;

asio::ssl::context& Trust::context() {
    // Connections under way hold on to the context that they began with.
    if (Stamp present; !store_ || !(present == store_->stamp))
        store_ = std::make_unique<Store>(std::move(present));
    return *store_->context;
}

} // namespace offline::probes
