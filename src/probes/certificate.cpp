#include "probes/certificate.h"

#include <array>
#include <ctime>
#include <memory>

#include <openssl/asn1.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "probes/words.h"

namespace offline::probes {
namespace {

constexpr int most_names = 3;

std::string date(const ASN1_TIME* time) {
    std::tm when{};
    std::array<char, 32> text{};
    if (ASN1_TIME_to_tm(time, &when) != 1)
        return "an unreadable date";
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &when);
    return text.data();
}

std::string common_name(const X509_NAME* name) {
    std::array<char, 128> text{};
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at >= 0 && X509_NAME_get_text_by_NID(name, NID_commonName, text.data(), text.size()) > 0)
        return printable(text.data());
    X509_NAME_oneline(name, text.data(), text.size());
    return printable(text.data());
}

std::string text_of(const GENERAL_NAME* name) {
    if (name->type == GEN_DNS)
        return printable({reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                          static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName))});
    return name->type == GEN_IPADD ? "an IP address" : "another kind of name";
}

std::string names_in(const X509* certificate) {
    const std::unique_ptr<GENERAL_NAMES, void (*)(GENERAL_NAMES*)> names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
        GENERAL_NAMES_free);
    if (!names)
        return common_name(X509_get_subject_name(certificate));
    std::string text;
    const int count = sk_GENERAL_NAME_num(names.get());
    for (int i = 0; i < count && i < most_names; ++i)
        text += (i == 0 ? "" : ", ") + text_of(sk_GENERAL_NAME_value(names.get(), i));
    return count > most_names ? text + " and others" : text;
}

} // namespace

std::string fault_of_certificate(X509_STORE_CTX* verification, const std::string& host) {
    const int error = X509_STORE_CTX_get_error(verification);
    const X509* certificate = X509_STORE_CTX_get_current_cert(verification);
    std::string generic =
        std::string("the certificate does not hold: ") + X509_verify_cert_error_string(error);
    if (certificate == nullptr)
        return generic;
    const std::string which = X509_STORE_CTX_get_error_depth(verification) == 0
                                  ? "the certificate"
                                  : "the authority " + common_name(X509_get_subject_name(certificate));
    const std::string issuer = common_name(X509_get_issuer_name(certificate));
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return which + " expired on " + date(X509_get0_notAfter(certificate));
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return which + " is not yet valid: it begins on " + date(X509_get0_notBefore(certificate));
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return "the certificate has the wrong name: it is for " + names_in(certificate) + ", not for " + host;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return "the certificate is signed by nobody but itself (unknown issuer)";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return "the certificate's issuer is unknown here: " + issuer;
    default:
        return generic;
    }
}

std::optional<std::chrono::sys_seconds> end_of_certificate(X509_STORE_CTX* verification) {
    const X509* certificate = X509_STORE_CTX_get0_cert(verification);
    std::tm when{};
    if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &when) != 1)
        return std::nullopt;
    return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&when)));
}

} // namespace offline::probes
