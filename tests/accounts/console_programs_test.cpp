#include <gmock/gmock.h>

#include "accounts/found.h"
#include "accounts/readers.h"

namespace offline::accounts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Mbsync, TellsAccountsAndStoresThatNameAServer) {
    const auto reading = read_mbsync({{".mbsyncrc", R"(
# everything
IMAPAccount work
Host imap.example.org
User alice
PassCmd "pass show work # not a comment"
SSLType IMAPS

IMAPStore work-remote
Account work

MaildirStore work-local
Path ~/Mail/

imapaccount "the club"
HOST imap.example.net
Port 1143
TLSType STARTTLS

IMAPStore inline
Host imaps:old.example.net
Port 10993

IMAPAccount hidden
Host inner.example.net
Tunnel "ssh -q host imapd"

IMAPAccount usual
Host usual.example.net
Channel work
Far :work-remote:
)"}});
    EXPECT_THAT(told(reading),
                ElementsAre("work: imaps://imap.example.org", "the club: imap://imap.example.net:1143",
                            "inline: imaps://old.example.net:10993", "usual: imap://usual.example.net"));
    EXPECT_THAT(reading.skipped, ElementsAre(HasSubstr("tunnel")));
}

TEST(Offlineimap, TellsTheAccountsThatAreNamedInGeneral) {
    const auto reading = read_offlineimap({{".offlineimaprc", R"(
[general]
accounts = Work,
    Gmail, Eval
ui = basic
[Account Work]
localrepository = WorkLocal
remoterepository = WorkRemote
[Account Forgotten]
remoterepository = WorkRemote
[Account Gmail]
remoterepository : GmailRemote
[Account Eval]
remoterepository = EvalRemote
[Repository WorkRemote]
type = IMAP
remotehost = imap.example.org
remoteport = 143
starttls = yes
ssl = no
[Repository GmailRemote]
type = Gmail
remotepass = secret
[Repository EvalRemote]
type = IMAP
remotehosteval = host()
[Repository WorkLocal]
type = Maildir
)"}});
    // A value that goes on in the next line has no comma at its end here.
    EXPECT_THAT(told(reading), ElementsAre("Work: imap://imap.example.org", "Gmail: imaps://imap.gmail.com"));
    EXPECT_THAT(reading.skipped, ElementsAre("\"Eval\": its server is the result of a Python expression"));
}

TEST(Msmtp, KnowsDefaultsInheritanceAndHowTlsBegins) {
    const auto reading = read_msmtp({{".msmtprc", R"(
defaults
tls on
logfile ~/.msmtp.log

account work
host smtp.example.org
port 587
password "port 99"

account home
tls_starttls off
host "smtp.example.net"

account other : work
from bob@example.org
account third : home
host third.example.net
account plain
tls off
host relay.example.com
account default : work
)"}});
    EXPECT_THAT(told(reading),
                ElementsAre("work: submission://smtp.example.org", "home: smtps://smtp.example.net",
                            "third: smtps://third.example.net", "plain: smtp://relay.example.com"));
    EXPECT_THAT(reading.skipped, IsEmpty());
}

TEST(Neomutt, TellsAnAccountForEachFileAndHooksToo) {
    const auto reading = read_neomutt(
        {{"neomuttrc", R"(set sort = threads
set folder = "imaps://alice:secret@imap.example.org/"
set spoolfile="+INBOX" from = "alice@example.org"
set smtp_url = "smtps://alice@smtp.example.org:465"
source ~/.config/neomutt/colors
source "pass show mutt|"
macro index <f2> '<sync-mailbox><enter-command>source ~/.mutt/club<enter>'
)"},
         {"club",
          R"(folder-hook . 'set folder=imap://bob@imap.example.net:1143/;set smtp_url="smtp://bob@smtp.example.net:587/"'
)"},
         {"colors", "color normal white default\nset ssl_starttls=yes\n"},
         {"mailboxes", "mailboxes imaps://carol%40example.com@imap.example.com/INBOX =local\n"},
         {"variable", "set folder=\"imaps://$my_host/\"\n"}});
    EXPECT_THAT(
        told(reading),
        ElementsAre("alice@example.org: imaps://imap.example.org smtps://smtp.example.org",
                    "bob@imap.example.net: imap://imap.example.net:1143 submission://smtp.example.net",
                    "carol@example.com: imaps://imap.example.com"));
    EXPECT_THAT(reading.skipped, ElementsAre(HasSubstr("\"$my_host\" is not a host name")));
}

TEST(Neomutt, SourcesFilesButNoCommands) {
    EXPECT_THAT(
        sourced_by_neomutt("source a\nsource 'b c'\nsource \"cmd|\"\nfolder-hook x 'source d; push e'\n"),
        ElementsAre("a", "b c", "d"));
}

TEST(Aerc, TellsServersOfAnySpelling) {
    const auto reading = read_aerc({{"accounts.conf", R"([Work]
source = imaps://alice%40example.org:secret@imap.example.org
outgoing = smtps+plain://alice%40example.org@smtp.example.org:465
source-cred-cmd = pass work
[Insecure]
source = imap+insecure://imap.example.net:1143
outgoing = smtp+none://smtp.example.net
[Sent elsewhere]
source = maildir://~/Mail
outgoing = smtps+oauthbearer://smtp.example.com?token_endpoint=https://a/b
[Local]
source = notmuch://~/Mail
outgoing = /usr/sbin/sendmail
[Fast]
source = jmap+oauthbearer://api.example.com/.well-known/jmap
)"}});
    EXPECT_THAT(told(reading),
                ElementsAre("Work: imaps://imap.example.org smtps://smtp.example.org",
                            "Insecure: imap://imap.example.net:1143 submission://smtp.example.net",
                            "Sent elsewhere: smtps://smtp.example.com"));
    EXPECT_THAT(reading.skipped, ElementsAre("\"Fast\": it is of the kind jmap"));
}

} // namespace
} // namespace offline::accounts
