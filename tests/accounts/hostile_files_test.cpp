#include <gmock/gmock.h>

#include "accounts/found.h"
#include "accounts/mail_program.h"

namespace offline::accounts {
namespace {

using namespace std::string_literals;
using testing::Each;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;

Reading read(std::string_view program, const std::string& text, const std::string& name = "x") {
    for (const auto& each : mail_programs())
        if (each.name == program)
            return each.read({{name, text}});
    ADD_FAILURE() << program;
    return {};
}

class HostileFile : public testing::TestWithParam<std::string> {};

TEST_P(HostileFile, IsNoAccountAndNoEndOfUs) {
    for (const auto& program : mail_programs())
        for (const auto* name : {"prefs.js", "a.source", "akonadi_imap_resource_0rc", "mailtransports"})
            EXPECT_THAT(told(program.read({{name, GetParam()}})), IsEmpty()) << program.name;
}

INSTANTIATE_TEST_SUITE_P(
    Of, HostileFile,
    testing::Values(""s, "\0"s, "\xFF\xFE"s, "["s, "[]"s, "=\n=\n"s, "[a]\n=\n"s, "\\"s, "\""s, "account"s,
                    "account :"s, "account : account"s, "source"s, "set ="s, "set folder="s, "IMAPAccount"s,
                    "IMAPAccount a\nHost"s, "IMAPAccount a\nHost \"\"\n"s,
                    "IMAPAccount a\nHost \"a b\"\nPort"s + "\0"s, "account a\nhost ..\n"s,
                    "account a\nhost $h\nport 70000\n"s, "user_pref(\"mail."s, "user_pref(\"mail.x\", );"s,
                    "user_pref(\"mail.x\", [[[[1]]]]);"s, "user_pref(\"mail.x\", \"\\u12\");"s,
                    "user_pref(\"mail.accountmanager.accounts\", \",,a,\");"s,
                    "user_pref(\"mail.x\", "s + std::string(100'000, '[') + ");", std::string(1 << 17, '['),
                    std::string(1 << 17, '"'), std::string(1 << 17, '\n'),
                    "[general]\naccounts="s + std::string(1 << 16, ','),
                    "[Mail Account]\nBackendName=imapx\n[Data Source]\nParent=a\n"s,
                    "[x]\nsource=imaps://"s + std::string(100'000, '@'),
                    "[x]\nsource=imaps://"s + std::string(300, 'a'),
                    "[x]\nsource=imaps://a\x01"
                    "b\n"s,
                    "macro "s + std::string(1000, '\'') + "\n"));

TEST(HostileNames, BecomeFitForAProfile) {
    const auto reading = read("aerc", "[\xFF\x01 a\x7F]\nsource=imaps://a.example\n"
                                      "[-]\nsource=imaps://b.example\n"
                                      "[" +
                                          std::string(127, 'x') +
                                          "\xC3\xA4]\nsource=imaps://c.example\n"
                                          "[  ]\nsource=imaps://d.example\n");
    EXPECT_THAT(told(reading),
                testing::ElementsAre("\xEF\xBF\xBD a: imaps://a.example", "b.example: imaps://b.example",
                                     std::string(127, 'x') + ": imaps://c.example",
                                     "d.example: imaps://d.example"));
}

TEST(HostileFiles, OfManyAccountsGiveAThousand) {
    std::string text;
    for (int i = 0; i < 3000; ++i)
        text += "account a" + std::to_string(i) + "\nhost h" + std::to_string(i) + ".example\n";
    EXPECT_THAT(read("msmtp", text).accounts, SizeIs(1000));
    text.clear();
    for (int i = 0; i < 3000; ++i)
        text += "account a" + std::to_string(i) + "\nhost $\n";
    EXPECT_THAT(read("msmtp", text).skipped, SizeIs(1000));
}

TEST(Passwords, AreInNothingThatIsTold) {
    const auto secret = "hunter2"s;
    for (const auto& reading :
         {read("neomutt", "set folder=imaps://a:" + secret + "@imap.example/ imap_pass=" + secret + "\n"),
          read("neomutt", "set folder=\"imaps://a:" + secret + "@$host/\"\n"),
          read("aerc", "[a]\nsource=imaps://a:" + secret + "@imap.example\n"),
          read("aerc", "[a]\nsource=imaps://a:" + secret + "\n"),
          read("msmtp", "account a\nhost smtp.example\npassword " + secret + "\n"),
          read("mbsync", "IMAPAccount a\nHost imap.example\nPass " + secret + "\n")}) {
        EXPECT_THAT(told(reading), Each(testing::Not(testing::HasSubstr(secret))));
        EXPECT_THAT(reading.skipped, Each(testing::Not(testing::HasSubstr(secret))));
    }
}

} // namespace
} // namespace offline::accounts
