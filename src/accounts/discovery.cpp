#include "accounts/discovery.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <tuple>

#include "accounts/server.h"
#include "accounts/text.h"

namespace offline::accounts {
namespace {

using base::Code;
using base::failure;

struct Service {
    std::string_view label;
    Protocol protocol;
    bool tls;
};

constexpr std::size_t incoming = 4; // so many of these; the others send

/// The better ones first.
constexpr auto services = std::to_array<Service>({
    {"_imaps", Protocol::imap, true},
    {"_imap", Protocol::imap, false},
    {"_pop3s", Protocol::pop3, true},
    {"_pop3", Protocol::pop3, false},
    {"_submissions", Protocol::smtp, true},
    {"_submission", Protocol::smtp, false},
});

base::Result<std::string> domain_of(std::string_view email) {
    const auto at = email.rfind('@');
    const auto domain = at == std::string_view::npos ? "" : lower(email.substr(at + 1));
    const auto host = model::parse_endpoint("imap://" + domain);
    const bool name = host && host->host == domain && !host->literal() && host->port == 143;
    if (at == 0 || !name || domain.ends_with('.'))
        return failure(Code::usage, "\"" + std::string(email) +
                                        "\" is no mail address; write one such as alice@example.org");
    return domain;
}

bool is_of(const std::string& host, const std::string& domain) {
    const auto name = lower(host);
    return name == domain || name.ends_with("." + domain);
}

class Choice {
public:
    Choice(const std::string& domain, std::span<const ServiceAnswer> answers)
        : domain_(domain), answers_(answers) {}

    /// Takes the best server of the first service that has any.
    void take_one_of(std::size_t from, std::size_t to) {
        for (auto i = from; i < to; ++i)
            if (take(services[i], answers_[i]))
                return;
    }

    Discovery discovered;

private:
    bool take(const Service& service, const ServiceAnswer& answer) {
        if (!answer.answered)
            discovered.warnings.push_back("the name servers do not say whether " + domain_ + " offers " +
                                          std::string(service.label.substr(1)));
        auto records = answer.records;
        std::ranges::sort(records, {}, [](const ServiceRecord& record) {
            return std::tuple(record.priority, -static_cast<int>(record.weight), record.host);
        });
        return std::ranges::any_of(records,
                                   [&](const ServiceRecord& record) { return take(service, record); });
    }

    bool take(const Service& service, const ServiceRecord& record) {
        if (record.host.empty() || record.port == 0)
            return false; // not offered
        const auto endpoint = endpoint_of({service.protocol, record.host, record.port, service.tls});
        if (!endpoint) {
            discovered.warnings.push_back("the DNS of " + domain_ +
                                          " names a server that is none: " + endpoint.error().what);
            return false;
        }
        // Whoever can forge the answer can name a server of his own: RFC 6186, section 6.
        const auto warning =
            record.host + " is named by the DNS of " + domain_ + "; check that it is your provider";
        if (!is_of(record.host, domain_) &&
            std::ranges::find(discovered.warnings, warning) == discovered.warnings.end())
            discovered.warnings.push_back(warning);
        discovered.endpoints.push_back(*endpoint);
        return true;
    }

    const std::string& domain_;
    std::span<const ServiceAnswer> answers_;
};

} // namespace

base::Result<Discovery> discover(std::string_view email, const AskForServices& ask) {
    const auto domain = domain_of(email);
    if (!domain)
        return domain.error();
    std::vector<std::string> names;
    names.reserve(services.size());
    for (const auto& service : services)
        names.push_back(std::string(service.label) + "._tcp." + *domain);
    const auto answers = ask(names);
    if (std::ranges::none_of(answers, &ServiceAnswer::answered))
        return failure(Code::unexpected, "the name servers say nothing of " + *domain +
                                             "; try again, or name the servers by their URLs");
    Choice choice(*domain, answers);
    choice.take_one_of(0, incoming);
    choice.take_one_of(incoming, services.size());
    if (choice.discovered.endpoints.empty())
        return failure(Code::unexpected,
                       "the DNS of " + *domain + " names no mail server (RFC 6186); name them by their URLs");
    return std::move(choice.discovered);
}

} // namespace offline::accounts
