#include "accounts/mail_url.h"

#include <gmock/gmock.h>

namespace offline::accounts {
namespace {

struct Spelling {
    std::string url;
    std::string endpoint; ///< empty: none
    std::string user;

    friend void PrintTo(const Spelling& spelling, std::ostream* out) { *out << spelling.url; }
};

class MailUrls : public testing::TestWithParam<Spelling> {};

TEST_P(MailUrls, GiveServerAndUserAndNeverAPassword) {
    const auto read = parse_mail_url(GetParam().url);
    const auto endpoint = read ? endpoint_of(read->server) : base::failure(base::Code::usage, "");
    EXPECT_EQ(endpoint ? endpoint->url : "", GetParam().endpoint);
    if (endpoint) {
        EXPECT_EQ(read->user, GetParam().user);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Of, MailUrls,
    testing::Values(Spelling{"imaps://a.example", "imaps://a.example", ""},
                    Spelling{"IMAPS://al:pw@a.example:993/INBOX", "imaps://a.example", "al"},
                    Spelling{"imap://al@x.example@a.example:144/", "imap://a.example:144", "al@x.example"},
                    Spelling{"imap://al%40x.example:p%40@a.example", "imap://a.example", "al@x.example"},
                    Spelling{"imap://al:p@ss:w@a.example", "imap://a.example", "al"},
                    Spelling{"pops://a.example", "pop3s://a.example", ""},
                    Spelling{"smtp://a.example:25", "smtp://a.example", ""},
                    Spelling{"smtp+login://a.example", "submission://a.example", ""},
                    Spelling{"imaps://[2001:db8::1]:1993/x", "imaps://[2001:db8::1]:1993", ""},
                    Spelling{"imaps://[2001:db8::1", "imaps://[2001:db8::1]", ""},
                    Spelling{"imaps://", "", ""}, Spelling{"imaps:a.example", "", ""},
                    Spelling{"https://a.example", "", ""}, Spelling{"imap://a.example:0", "", ""},
                    Spelling{"imap://a.example:99999", "", ""}, Spelling{"imap://$host", "", ""},
                    Spelling{"imap://`cmd`", "", ""}, Spelling{"imap://a%20b", "", ""},
                    Spelling{"imap://localhost:1143", "", ""}, Spelling{"imap://127.3.2.1", "", ""},
                    Spelling{"imap://[::1]", "", ""}));

} // namespace
} // namespace offline::accounts
