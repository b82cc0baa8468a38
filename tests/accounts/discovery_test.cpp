#include "accounts/discovery.h"

#include <map>

#include <gmock/gmock.h>

namespace offline::accounts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Records = std::map<std::string, std::vector<ServiceRecord>>;

/// A DNS that has these records, and says of all else that it is not there.
AskForServices dns(Records records) {
    return [records = std::move(records)](const std::vector<std::string>& names) {
        std::vector<ServiceAnswer> answers;
        for (const auto& name : names) {
            const auto found = records.find(name);
            answers.push_back({true, found == records.end() ? std::vector<ServiceRecord>{} : found->second});
        }
        return answers;
    };
}

std::vector<std::string> urls(const base::Result<Discovery>& found) {
    std::vector<std::string> all;
    if (found)
        for (const auto& endpoint : found->endpoints)
            all.push_back(endpoint.url);
    return all;
}

TEST(Discovery, PrefersTlsFromTheStartAndImap) {
    const auto found = discover("alice@Example.org",
                                dns({{"_imaps._tcp.example.org", {{0, 1, 993, "imap.example.org"}}},
                                     {"_imap._tcp.example.org", {{0, 1, 143, "imap.example.org"}}},
                                     {"_pop3s._tcp.example.org", {{0, 1, 995, "pop.example.org"}}},
                                     {"_submission._tcp.example.org", {{0, 1, 587, "smtp.example.org"}}}}));
    EXPECT_THAT(urls(found), ElementsAre("imaps://imap.example.org", "submission://smtp.example.org"));
    EXPECT_THAT(found->warnings, IsEmpty());
}

TEST(Discovery, TakesTheLowestPriorityAndOfItTheHeaviest) {
    const auto found = discover("a@example.org", dns({{"_imaps._tcp.example.org",
                                                       {{20, 9, 993, "late.example.org"},
                                                        {10, 1, 993, "light.example.org"},
                                                        {10, 5, 1993, "heavy.example.org"}}}}));
    EXPECT_THAT(urls(found), ElementsAre("imaps://heavy.example.org:1993"));
}

TEST(Discovery, BelievesThatAServiceIsNotOffered) {
    const auto found =
        discover("a@example.org", dns({{"_imaps._tcp.example.org", {{0, 0, 0, ""}}},
                                       {"_imap._tcp.example.org", {{0, 0, 0, ""}}},
                                       {"_pop3s._tcp.example.org", {{0, 0, 995, "p.example.org"}}}}));
    EXPECT_THAT(urls(found), ElementsAre("pop3s://p.example.org"));
}

TEST(Discovery, WarnsOfAServerInAnotherDomainOnce) {
    const auto found = discover("a@example.org",
                                dns({{"_imaps._tcp.example.org", {{0, 0, 993, "mail.example.net"}}},
                                     {"_submissions._tcp.example.org", {{0, 0, 465, "mail.example.net"}}}}));
    EXPECT_THAT(found->warnings,
                ElementsAre("mail.example.net is named by the DNS of example.org; check that it is "
                            "your provider"));
    EXPECT_FALSE(
        discover("a@example.org", dns({{"_imaps._tcp.example.org", {{0, 0, 993, "notexample.org"}}}}))
            ->warnings.empty());
}

TEST(Discovery, PassesOverServersThatAreNone) {
    const auto found = discover("a@example.org", dns({{"_imaps._tcp.example.org",
                                                       {{0, 0, 993, "a b"},
                                                        {1, 0, 993, "localhost"},
                                                        {2, 0, 993, "127.0.0.1"},
                                                        {3, 0, 993, "a@b"},
                                                        {4, 0, 993, "x\"y.example.org"},
                                                        {5, 0, 993, "ok.example.org"}}}}));
    EXPECT_THAT(urls(found), ElementsAre("imaps://ok.example.org"));
    EXPECT_EQ(found->warnings.size(), 5U);
}

TEST(Discovery, SaysSoWhereThereIsNothingAndWhereNobodyAnswers) {
    EXPECT_THAT(discover("a@example.org", dns({})).error().what,
                HasSubstr("example.org names no mail server"));
    const auto silence = [](const std::vector<std::string>& names) {
        return std::vector<ServiceAnswer>(names.size());
    };
    EXPECT_THAT(discover("a@example.org", silence).error().what, HasSubstr("say nothing of example.org"));
}

TEST(Discovery, RefusesWhatIsNoAddressBeforeItAsksAnybody) {
    const auto nobody = [](const std::vector<std::string>&) -> std::vector<ServiceAnswer> {
        ADD_FAILURE() << "asked";
        return {};
    };
    for (const auto* text :
         {"", "alice", "@example.org", "a@", "a@ex ample", "a@[192.0.2.1]", "a@192.0.2.1", "a@b:1", "a@b/c",
          "a@b?c", "a@-..", "a@b\nc", "a@\xC3\xA4.example", "a@example.org."})
        EXPECT_EQ(discover(text, nobody).error().code, base::Code::usage) << text;
}

} // namespace
} // namespace offline::accounts
