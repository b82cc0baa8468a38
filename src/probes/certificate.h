#pragma once

#include <string>

#include <openssl/x509_vfy.h>

namespace offline::probes {

/// What is wrong with the certificate that the verification has just stumbled over, for people: the dates,
/// the names or the issuer.
std::string fault_of_certificate(X509_STORE_CTX* verification, const std::string& host);

} // namespace offline::probes
