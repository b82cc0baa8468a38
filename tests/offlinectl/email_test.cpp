#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "offlinectl/program.h"
#include "servers/dns_server.h"
#include "servers/sandbox.h"

namespace {

using namespace offline::servers;
using testing::HasSubstr;
using testing::IsEmpty;

/// `profile add --email` and a name server at 127.0.0.1, the only one that this network has.
class AddByEmail : public testing::Test {
protected:
    void SetUp() override {
        if (!Sandbox::missing().empty())
            GTEST_SKIP() << Sandbox::missing();
        names_ = std::make_unique<DnsServer>();
    }

    void offer(const std::string& service, const std::vector<std::vector<std::uint8_t>>& data) {
        names_->record(service + "._tcp.example.test", RecordType::srv, data);
    }

    Program::Ended add() const {
        return program_.run({"profile", "add", "Work", "--email", "alice@example.test"});
    }

    std::string kept() const { return program_.run({"profile", "list"}).out; }

    std::unique_ptr<DnsServer> names_;
    Program program_;
};

TEST_F(AddByEmail, KeepsTheServersThatTheDnsNames) {
    offer("_imaps", {srv_data(10, 1, 1993, "second.example.test"), srv_data(5, 1, 993, "imap.example.test")});
    offer("_submissions", {srv_data(0, 0, 0, ".")});
    offer("_submission", {srv_data(0, 1, 587, "mail.provider.test")});
    const auto ended = add();
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("\n  imaps://imap.example.test\n  submission://mail.provider.test\n"));
    EXPECT_EQ(ended.err,
              "offlinectl: mail.provider.test is named by the DNS of example.test; check that it is "
              "your provider\n");
    EXPECT_EQ(kept(), "Work  imaps://imap.example.test  submission://mail.provider.test\n");
    EXPECT_EQ(names_->asked("imap.example.test", RecordType::a), 0) << "nothing else is asked";
}

TEST_F(AddByEmail, ComesBackByTcpWhereTheAnswerDoesNotFit) {
    offer("_imap", {srv_data(0, 0, 143, "imap.example.test")});
    names_->behave(Manner::truncated);
    EXPECT_EQ(add().status, 0);
    EXPECT_EQ(kept(), "Work  imap://imap.example.test\n");
}

TEST_F(AddByEmail, KeepsNothingWhereTheDnsNamesNone) {
    const auto ended = add();
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.err, HasSubstr("the DNS of example.test names no mail server"));
    EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(AddByEmail, GivesUpInTimeWhereTheNameServerIsSilent) {
    names_->behave(Manner::silent);
    const auto ended = add();
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.err, HasSubstr("the name servers say nothing of example.test"));
}

TEST_F(AddByEmail, GivesUpInTimeWhereTheNameServerTalksNonsense) {
    for (const auto manner : {Manner::garbage, Manner::server_failure, Manner::refused}) {
        names_->behave(manner);
        const auto ended = add();
        EXPECT_EQ(ended.status, 1);
        EXPECT_THAT(ended.err, HasSubstr("the name servers say nothing of example.test"));
    }
}

TEST_F(AddByEmail, IsNotLedRoundInCircles) {
    // A name that goes on where it begins: header, question, and the twelve bytes before the data.
    constexpr std::string_view asked = "_imaps._tcp.example.test";
    const auto here = static_cast<std::uint8_t>(12 + asked.size() + 2 + 4 + 12 + 6);
    offer("_imaps", {{0, 0, 0, 0, 3, 0xE1, 0xC0, here}});
    offer("_imap", {{0, 0, 0, 0, 0}}); // and one that ends too soon
    offer("_submission", {srv_data(0, 0, 587, "smtp.example.test")});
    const auto ended = add();
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(kept(), "Work  submission://smtp.example.test\n");
    EXPECT_THAT(ended.err, HasSubstr("do not say whether example.test offers imaps"));
}

TEST_F(AddByEmail, WantsEitherAnAddressOrUrls) {
    EXPECT_EQ(program_.run({"profile", "add", "Work", "--email", "nobody"}).status, 2);
    EXPECT_EQ(program_.run({"profile", "add", "Work", "imaps://a.test", "--email", "a@example.test"}).status,
              2);
}

} // namespace
