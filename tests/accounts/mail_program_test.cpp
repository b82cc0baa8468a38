#include "accounts/mail_program.h"

#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "accounts/found.h"
#include "engine/scratch_folder.h"

namespace offline::accounts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const MailProgram& program(std::string_view name) {
    return *std::ranges::find(mail_programs(), name, &MailProgram::name);
}

class MailPrograms : public testing::Test {
protected:
    void write(const std::filesystem::path& name, const std::string& text) const {
        std::filesystem::create_directories((home_.path() / name).parent_path());
        std::ofstream(home_.path() / name) << text;
    }

    std::vector<std::string> found(std::string_view name, const std::filesystem::path& place) const {
        const auto reading = read_accounts(program(name), home_.path() / place);
        EXPECT_TRUE(reading) << reading.error().what;
        return reading ? told(*reading) : std::vector<std::string>{};
    }

    const ScratchFolder home_;
};

TEST_F(MailPrograms, AreFoundAtTheirUsualPlaces) {
    const Home home{.folder = "/home/a", .config = "/home/a/.config"};
    EXPECT_THAT(program("aerc").places(home), ElementsAre("/home/a/.config/aerc/accounts.conf"));
    EXPECT_THAT(program("mbsync").places(home), ElementsAre("/home/a/.mbsyncrc", "/home/a/.config/isyncrc"));
}

TEST_F(MailPrograms, OfThunderbirdHaveFoldersThatProfilesIniNames) {
    const std::string prefs = "user_pref(\"mail.accountmanager.accounts\", \"a\");\n"
                              "user_pref(\"mail.account.a.server\", \"s\");\n"
                              "user_pref(\"mail.server.s.type\", \"imap\");\n"
                              "user_pref(\"mail.server.s.hostname\", \"imap.example\");\n";
    write("tb/profiles.ini", "[Profile0]\nPath=Profiles/x\n[Profile1]\nPath=gone\n");
    write("tb/Profiles/x/prefs.js", prefs);
    for (const auto* place : {"tb", "tb/Profiles/x", "tb/Profiles/x/prefs.js"})
        EXPECT_THAT(found("thunderbird", place), ElementsAre("imap.example: imap://imap.example")) << place;
}

TEST_F(MailPrograms, OfEvolutionAndKmailHaveAFileForAThing) {
    write("sources/a.source", "[Mail Account]\nBackendName=imapx\n[Authentication]\nHost=imap.example\n");
    write("sources/other", "[Mail Account]\nBackendName=imapx\n[Authentication]\nHost=other.example\n");
    EXPECT_THAT(found("evolution", "sources"), ElementsAre("imap.example: imap://imap.example"));
    write("config/akonadi_imap_resource_0rc", "[network]\nImapServer=imap.example\n");
    write("config/akonadi/agent_config_akonadi_imap_resource_0", "[Agent]\nName=Work\n");
    EXPECT_THAT(found("kmail", "config"), ElementsAre("Work: imap://imap.example"));
}

TEST_F(MailPrograms, OfNeomuttSourceEachOtherWithoutEnd) {
    write("rc", "source more/rc\nset folder=imaps://a@imap.example/\n");
    write("more/rc", "source ../rc\nsource rc\nsource missing\nset folder=imaps://b@imap.example/\n");
    EXPECT_THAT(found("neomutt", "rc"),
                ElementsAre("a@imap.example: imaps://imap.example", "b@imap.example: imaps://imap.example"));
}

TEST_F(MailPrograms, RefuseAPlaceThatCannotBeRead) {
    EXPECT_EQ(read_accounts(program("msmtp"), home_ / "none").error().code, base::Code::usage);
    EXPECT_EQ(read_accounts(program("msmtp"), home_.path()).error().code, base::Code::usage);
    ::mkfifo((home_ / "fifo").c_str(), 0600);
    EXPECT_EQ(read_accounts(program("msmtp"), home_ / "fifo").error().code, base::Code::usage);
    write("long", std::string((4 << 20) + 1, '\n'));
    EXPECT_EQ(read_accounts(program("msmtp"), home_ / "long").error().code, base::Code::usage);
    EXPECT_THAT(found("evolution", ""), IsEmpty());
}

} // namespace
} // namespace offline::accounts
