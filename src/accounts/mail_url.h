#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "accounts/server.h"

namespace offline::accounts {

/// A URL such as `imaps://alice:secret@mail.example.org:993/INBOX`, as mutt and aerc write it.
struct MailUrl {
    Server server;
    std::string user; ///< `%40` is read as `@`; a password is passed over
};

/// Nothing where it is no URL of a mail server: imap, imaps, pop, pops, smtp, smtps and what has a + behind.
std::optional<MailUrl> parse_mail_url(std::string_view url);

} // namespace offline::accounts
