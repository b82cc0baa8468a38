#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/service_query.h"
#include "base/result.h"
#include "model/endpoint.h"

namespace offline::accounts {

/// The servers of a mail address, as the DNS of its domain tells.
struct Discovery {
    std::vector<model::Endpoint> endpoints; ///< one that mail is read from, one that it is sent by
    std::vector<std::string> warnings;      ///< what a person should look at, one line each
};

using AskForServices = std::function<std::vector<ServiceAnswer>(const std::vector<std::string>& names)>;

/// Looks for _imaps, _imap, _pop3s, _pop3, _submissions and _submission (RFC 6186, RFC 8314): IMAP before
/// POP3, TLS from the start before STARTTLS. Code::usage where the text is no mail address; Code::unexpected
/// where the DNS names no server, or says nothing.
base::Result<Discovery> discover(std::string_view email, const AskForServices& ask);

} // namespace offline::accounts
