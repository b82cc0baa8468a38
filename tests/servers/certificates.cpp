#include "servers/certificates.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <boost/asio/ip/address.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace offline::servers {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

    void operator()(X509* certificate) const { X509_free(certificate); }

    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }

    void operator()(std::FILE* file) const { std::fclose(file); }
};

using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using File = std::unique_ptr<std::FILE, Free>;

void require(bool done, const char* what) {
    if (!done)
        throw std::runtime_error(std::string("OpenSSL could not ") + what);
}

Key make_key() {
    Key key(EVP_EC_gen("P-256"));
    require(key != nullptr, "make a key");
    return key;
}

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Free> extension(
        X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str()));
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "extend a certificate");
}

Certificate make_certificate(const std::string& name, long serial, EVP_PKEY* key, Validity validity) {
    Certificate certificate(X509_new());
    require(certificate != nullptr, "make a certificate");
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), static_cast<long>(validity.from.count()));
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), static_cast<long>(validity.until.count()));
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    require(X509_sign(certificate, issuer_key, EVP_sha256()) > 0, "sign a certificate");
}

File open(const std::filesystem::path& path) {
    File file(std::fopen(path.c_str(), "we"));
    require(file != nullptr, "write a file");
    return file;
}

void write(const std::filesystem::path& path, X509* certificate) {
    require(PEM_write_X509(open(path).get(), certificate) == 1, "write a certificate");
}

void write(const std::filesystem::path& path, EVP_PKEY* key) {
    require(PEM_write_PrivateKey(open(path).get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
            "write a key");
}

std::string alternative_name(const std::string& host) {
    boost::system::error_code not_an_address;
    boost::asio::ip::make_address(host, not_an_address);
    return (not_an_address ? "DNS:" : "IP:") + host;
}

} // namespace

struct Certificates::Authority {
    Key key;
    Certificate certificate;
};

Certificates::Certificates() : authority_(std::make_unique<Authority>()) {
    authority_->key = make_key();
    // Each authority has a name of its own, or OpenSSL would take one for another.
    const std::string name = "Authority " + folder_.path().filename().string();
    authority_->certificate =
        make_certificate(name, 1, authority_->key.get(), Validity{-std::chrono::hours(24 * 30)});
    X509* root_certificate = authority_->certificate.get();
    extend(root_certificate, root_certificate, NID_basic_constraints, "critical,CA:TRUE");
    extend(root_certificate, root_certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
    sign(root_certificate, root_certificate, authority_->key.get());
    write(root(), root_certificate);
}

Certificates::~Certificates() = default;

Identity Certificates::issue(const std::string& host, Validity validity) {
    const auto number = std::to_string(++issued_);
    const Identity identity{folder_.path() / (number + ".pem"), folder_.path() / (number + ".key")};
    const Key key = make_key();
    const Certificate leaf = make_certificate(host, issued_ + 1, key.get(), validity);
    extend(leaf.get(), authority_->certificate.get(), NID_subject_alt_name, alternative_name(host));
    extend(leaf.get(), authority_->certificate.get(), NID_ext_key_usage, "serverAuth");
    sign(leaf.get(), authority_->certificate.get(), authority_->key.get());
    write(identity.certificate, leaf.get());
    write(identity.key, key.get());
    return identity;
}

std::filesystem::path Certificates::root() const { return folder_.path() / "root.pem"; }

void Certificates::trust() const {
    ::setenv("SSL_CERT_FILE", root().c_str(), 1);
    ::setenv("SSL_CERT_DIR", folder_.path().c_str(), 1);
}

} // namespace offline::servers
