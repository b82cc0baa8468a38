#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <openssl/x509_vfy.h>

namespace offline::probes {

/// What is wrong with the certificate that the verification has just stumbled over, for people: the dates,
/// the names or the issuer.
std::string fault_of_certificate(X509_STORE_CTX* verification, const std::string& host);

/// Until when the server's own certificate holds; none where its date cannot be read.
std::optional<std::chrono::sys_seconds> end_of_certificate(X509_STORE_CTX* verification);

} // namespace offline::probes
