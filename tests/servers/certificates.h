#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "servers/temp_folder.h"

namespace offline::servers {

/// What a server shows in a TLS handshake: PEM files of its certificate and of its private key.
struct Identity {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// From when until when a certificate holds, counted from now.
struct Validity {
    std::chrono::seconds from = -std::chrono::hours(1);
    std::chrono::seconds until = std::chrono::hours(24);
};

inline constexpr Validity expired{-std::chrono::hours(48), -std::chrono::hours(24)};
inline constexpr Validity not_yet_valid{std::chrono::hours(24), std::chrono::hours(48)};

/// A certificate authority that lives as long as a test.
///
///     Certificates authority;
///     authority.trust();                                     // SSL_CERT_FILE names it, for this process
///     authority.issue("mail.test");                          // good for that name
///     authority.issue("mail.test", expired);                 // once was
///     authority.issue("other.test");                         // the wrong name, for a server at mail.test
///     Certificates{}.issue("mail.test")                      // an issuer that nobody knows (keep it alive)
///
/// A host may be a name or an IP address. The files are in a temporary folder and go with this object.
class Certificates {
public:
    Certificates();
    ~Certificates();

    Identity issue(const std::string& host, Validity validity = {});

    /// The authority's own certificate, as PEM.
    std::filesystem::path root() const;
    /// Makes OpenSSL's default trust store hold this authority and no other, in this process.
    void trust() const;

private:
    struct Authority;

    TempFolder folder_;
    std::unique_ptr<Authority> authority_;
    int issued_ = 0;
};

} // namespace offline::servers
