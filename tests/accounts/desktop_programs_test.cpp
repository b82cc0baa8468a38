#include <gmock/gmock.h>

#include "accounts/found.h"
#include "accounts/readers.h"

namespace offline::accounts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto prefs = R"(// Mozilla User Preferences
user_pref("app.update.lastUpdateTime", 1700000000);
user_pref("mail.accountmanager.accounts", "account1,account2,account3,account4,account9");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account1.identities", "id1,id2");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.account.account3.server", "server3");
user_pref("mail.account.account4.server", "server4");
user_pref("mail.identity.id1.smtpServer", "smtp2");
user_pref("mail.server.server1.type", "imap");
user_pref("mail.server.server1.hostname", "imap.example.org");
user_pref("mail.server.server1.port", 993);
user_pref("mail.server.server1.socketType", 3);
user_pref("mail.server.server1.name", "Alice \"at\" work");
user_pref("mail.server.server1.userName", "alice");
user_pref("mail.server.server2.type", "none");
user_pref("mail.server.server2.hostname", "Local Folders");
user_pref("mail.server.server3.type", "pop3");
user_pref("mail.server.server3.hostname", "old.example.net");
user_pref("mail.server.server3.realhostname", "pop.example.net");
user_pref("mail.server.server3.socketType", 2);
user_pref("mail.server.server3.name", "Club");
user_pref("mail.server.server4.type", "nntp");
user_pref("mail.server.server4.name", "News");
user_pref("mail.smtp.defaultserver", "smtp1");
user_pref("mail.smtpserver.smtp1.hostname", "relay.example.net");
user_pref("mail.smtpserver.smtp1.port", 25);
user_pref("mail.smtpserver.smtp2.hostname", "smtp.example.org");
user_pref("mail.smtpserver.smtp2.port", 587);
user_pref("mail.smtpserver.smtp2.try_ssl", 2);
)";

TEST(Thunderbird, TellsEachAccountWithTheServerThatItsFirstIdentitySendsBy) {
    const auto reading = read_thunderbird({{"prefs.js", prefs}});
    EXPECT_THAT(told(reading),
                ElementsAre("Alice \"at\" work: imaps://imap.example.org submission://smtp.example.org",
                            "Club: pop3://pop.example.net smtp://relay.example.net"));
    EXPECT_THAT(reading.skipped, ElementsAre("\"News\": it is of the kind nntp"));
}

TEST(Thunderbird, NamesTheFoldersOfItsProfiles) {
    EXPECT_THAT(profiles_of_thunderbird("[Install4F96D1932A9F858E]\nDefault=Profiles/a.default\n\n"
                                        "[Profile1]\nName=old\nIsRelative=0\nPath=/srv/old\n\n"
                                        "[Profile0]\nName=default\nIsRelative=1\nPath=Profiles/a.default\n"),
                ElementsAre("/srv/old", "Profiles/a.default"));
}

ConfigFile source(const std::string& uid, const std::string& text) { return {uid + ".source", text}; }

const ConfigFile work = source("one", R"([Data Source]
DisplayName=Work\sand play
DisplayName[de]=Arbeit
Enabled=true
Parent=

[Mail Account]
BackendName=imapx
IdentityUid=two

[Authentication]
Host=imap.example.org
Port=993
User=alice

[Security]
Method=ssl-on-alternate-port
)");
const ConfigFile identity =
    source("two", "[Data Source]\nEnabled=true\n[Mail Submission]\nTransportUid=three\n");
const ConfigFile transport = source("three", R"([Data Source]
Enabled=true
[Mail Transport]
BackendName=smtp
[Authentication]
Host=smtp.example.org
Port=587
[Security]
Method=starttls-on-standard-port
)");

TEST(Evolution, FollowsAnAccountToItsIdentityAndToWhereThatSends) {
    const auto reading = read_evolution({work, identity, transport});
    EXPECT_THAT(told(reading),
                ElementsAre("Work and play: imaps://imap.example.org submission://smtp.example.org"));
    EXPECT_THAT(reading.skipped, IsEmpty());
}

TEST(Evolution, LeavesOutWhatIsSwitchedOffLocalOrOfAKindWithoutAServer) {
    const std::string account = "[Mail Account]\nBackendName=imapx\n[Authentication]\nHost=a.example\n";
    const auto reading = read_evolution(
        {source("off", "[Data Source]\nDisplayName=Off\nEnabled=false\n" + account),
         source("child", "[Data Source]\nDisplayName=Child\nParent=whole\n" + account),
         source("whole", "[Data Source]\nEnabled=true\n[Collection]\nMailEnabled=false\n"),
         source("ring", "[Data Source]\nDisplayName=Ring\nParent=ring\n" + account),
         source("local",
                "[Data Source]\nDisplayName=On This Computer\n[Mail Account]\nBackendName=maildir\n"),
         source("ews", "[Data Source]\nDisplayName=Office\n[Mail Account]\nBackendName=ews\n"
                       "[Authentication]\nHost=office.example\n")});
    EXPECT_THAT(told(reading), ElementsAre("Ring: imap://a.example"));
    EXPECT_THAT(reading.skipped,
                ElementsAre("\"Child\": it is switched off", "\"Office\": it is of the kind ews",
                            "\"Off\": it is switched off"));
}

TEST(KMail, KnowsWhatKdeLeavesOutAndTheNamesThatStandElsewhere) {
    const auto reading = read_kmail({
        {"akonadi_imap_resource_0rc", "[network]\nImapServer=imap.example.org\nImapPort=993\nSafety=SSL\n"},
        {"akonadi_imap_resource_1rc", "[network]\nImapServer[$e]=imap.example.net\nUserName=bob\n"},
        {"akonadi_imap_resource_2rc", "[network]\nImapServer=old.example.net:993\nSafety=3\n"},
        {"akonadi_pop3_resource_0rc", "[General]\nhost=pop.example.org\nport=995\nuseSSL=true\n"},
        {"agent_config_akonadi_imap_resource_0", "[Agent]\nName=Work\n"},
        {"mailtransports",
         "[General]\ndefault-transport=7\n\n[Transport 7]\nname=work\nhost=smtp.example.org\n"
         "port=465\nencryption=SSL\n\n[Transport 8]\nname=Relay\nhost=relay.example.org\n"
         "\n[Transport 9]\nname=Akonadi\nidentifier=akonadi_ews_resource\n"},
    });
    EXPECT_THAT(told(reading),
                ElementsAre("Work: imaps://imap.example.org", "imap.example.net: imap://imap.example.net",
                            "old.example.net: imaps://old.example.net",
                            "pop.example.org: pop3s://pop.example.org", "work: smtps://smtp.example.org",
                            "Relay: smtp://relay.example.org"));
    EXPECT_THAT(reading.skipped, ElementsAre(HasSubstr("akonadi_ews_resource")));
    EXPECT_THAT(told({merged(reading.accounts), {}})[0],
                "Work: imaps://imap.example.org smtps://smtp.example.org");
}

} // namespace
} // namespace offline::accounts
