#include "model/endpoint.h"

#include <string>

#include <gmock/gmock.h>

namespace offline::model {
namespace {

using namespace std::string_literals;
using base::Code;
using testing::HasSubstr;

struct Written {
    const char* url;
    Scheme scheme;
    std::string host;
    std::uint16_t port;
};

class EndpointOf : public testing::TestWithParam<Written> {};

TEST_P(EndpointOf, IsReadFromItsUrl) {
    const auto endpoint = parse_endpoint(GetParam().url);
    ASSERT_TRUE(endpoint) << endpoint.error().what;
    EXPECT_EQ(endpoint->scheme, GetParam().scheme);
    EXPECT_EQ(endpoint->host, GetParam().host);
    EXPECT_EQ(endpoint->port, GetParam().port);
    EXPECT_EQ(endpoint->url, GetParam().url);
}

INSTANTIATE_TEST_SUITE_P(EachScheme, EndpointOf,
                         testing::Values(Written{"imap://a.example", Scheme::imap, "a.example", 143},
                                         Written{"imaps://a.example", Scheme::imaps, "a.example", 993},
                                         Written{"smtp://a.example", Scheme::smtp, "a.example", 25},
                                         Written{"smtps://a.example", Scheme::smtps, "a.example", 465},
                                         Written{"submission://a.example", Scheme::submission, "a.example",
                                                 587},
                                         Written{"pop3://a.example", Scheme::pop3, "a.example", 110},
                                         Written{"pop3s://a.example", Scheme::pop3s, "a.example", 995},
                                         Written{"http://a.example", Scheme::http, "a.example", 80},
                                         Written{"https://a.example", Scheme::https, "a.example", 443},
                                         Written{"ldap://a.example", Scheme::ldap, "a.example", 389},
                                         Written{"ldaps://a.example", Scheme::ldaps, "a.example", 636},
                                         Written{"tcp://a.example:1", Scheme::tcp, "a.example", 1},
                                         Written{"tls://a.example:65535", Scheme::tls, "a.example", 65535},
                                         Written{"imap://[fe80::1%25lo]", Scheme::imap, "fe80::1%lo", 143},
                                         Written{"route:fe80::1%lo", Scheme::route, "fe80::1%lo", 0},
                                         Written{"route:default", Scheme::route, "default", 0},
                                         Written{"route:192.0.2.1", Scheme::route, "192.0.2.1", 0},
                                         Written{"route:2001:db8::1", Scheme::route, "2001:db8::1", 0}));

INSTANTIATE_TEST_SUITE_P(
    EachSpelling, EndpointOf,
    testing::Values(Written{"IMAPS://Mail.Example", Scheme::imaps, "Mail.Example", 993},
                    Written{"imaps://a.example:10993", Scheme::imaps, "a.example", 10993},
                    Written{"imaps://a.example/", Scheme::imaps, "a.example", 993},
                    Written{"imaps://a.example./", Scheme::imaps, "a.example.", 993},
                    Written{"imaps://192.0.2.1", Scheme::imaps, "192.0.2.1", 993},
                    Written{"imaps://[2001:db8::1]", Scheme::imaps, "2001:db8::1", 993},
                    Written{"imaps://[2001:db8::1]:1143", Scheme::imaps, "2001:db8::1", 1143},
                    Written{"imap://localhost:1143", Scheme::imap, "localhost", 1143},
                    Written{"imap://my_server", Scheme::imap, "my_server", 143}));

TEST(Endpoint, KnowsWhichHostsAreAddresses) {
    EXPECT_EQ(parse_endpoint("imaps://192.0.2.1")->literal(), boost::asio::ip::make_address("192.0.2.1"));
    EXPECT_EQ(parse_endpoint("imaps://[::1]")->literal(), boost::asio::ip::make_address("::1"));
    EXPECT_EQ(parse_endpoint("imaps://a.example")->literal(), std::nullopt);
    EXPECT_TRUE(parse_endpoint("route:default")->is_default_route());
    EXPECT_FALSE(parse_endpoint("route:192.0.2.1")->is_default_route());
}

TEST(Endpoint, OfTheWebHasATarget) {
    EXPECT_EQ(parse_endpoint("https://a.example")->target, "/");
    EXPECT_EQ(parse_endpoint("https://a.example/health?deep=1")->target, "/health?deep=1");
    EXPECT_EQ(parse_endpoint("https://a.example?deep=1")->target, "/?deep=1");
    EXPECT_EQ(parse_endpoint("https://a.example/a%20b")->target, "/a%20b");
}

TEST(Endpoint, HasARowForEachScheme) {
    for (int i = 0; i <= static_cast<int>(Scheme::route); ++i)
        EXPECT_EQ(row(static_cast<Scheme>(i)).scheme, static_cast<Scheme>(i));
}

class Hostile : public testing::TestWithParam<std::string> {};

TEST_P(Hostile, UrlIsRefusedWithTheReason) {
    const auto endpoint = parse_endpoint(GetParam());
    ASSERT_FALSE(endpoint) << GetParam() << " became " << endpoint->host << ":" << endpoint->port;
    EXPECT_EQ(endpoint.error().code, Code::usage);
    EXPECT_THAT(endpoint.error().what, HasSubstr("is not an endpoint: "));
}

INSTANTIATE_TEST_SUITE_P(
    Urls, Hostile,
    testing::Values(
        "", ":", "imaps", "imaps:", "imaps:/", "imaps://", "imaps:///", "imaps:a.example", "//a.example",
        "mailto:a@b.example", "gopher://a.example", "file:///etc/passwd", " imaps://a.example",
        "imaps://a.example ", "imaps://a .example", "imaps://a.example\r\nQUIT", "imaps://a.example\n",
        "imaps://a%0d%0ab.example", "imaps://a%00b.example", "imaps://a\0b.example"s, "imaps://a..example",
        "imaps://.example", "imaps://a.example:", "imaps://a.example:0", "imaps://a.example:65536",
        "imaps://a.example:65537", "imaps://a.example:99999", "imaps://a.example:+1", "imap://[fe80::1]",
        "imap://[fe80::1%25]", "imap://[::1%25lo]", "imap://[fe80::1%25a b]", "route:fe80::1%",
        "route:::1%lo", "imap://[fe80::1%25a@b]", "route:fe80::1", "imaps://a.example:99999999999999999999",
        "imaps://a.example:-1", "imaps://a.example:imap", "imaps://user@a.example",
        "imaps://user:secret@a.example", "imaps://@a.example", "imaps://a.example/INBOX",
        "imaps://a.example?x", "https://a.example/#part", "imaps://[::1", "imaps://[::1]x", "imaps://::1",
        "imaps://[v1.x]", "imaps://[g::1]", "imaps://192.0.2.1.", "imaps://192.0.2", "imaps://192.0.2.256",
        "imaps://0x7f000001", "imaps://2130706433", "tcp://a.example", "tls://a.example", "route:", "route:x",
        "route://default", "route:DEFAULT", "route:192.0.2", "route:192.0.2.1/24", "route:[2001:db8::1]",
        "route:a.example", "imaps://\xFF.example"s, "imaps://" + std::string(254, 'a'),
        "imaps://" + std::string(64, 'a') + ".example", "imaps://192.0.2.1%00.example",
        "imaps://192.0.2.1%00", "route:192.0.2.1\0.example"s, "route:fe80::1\0%lo"s));

} // namespace
} // namespace offline::model
