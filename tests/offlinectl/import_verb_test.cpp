#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "offlinectl/program.h"
#include "servers/temp_folder.h"

namespace {

using offline::servers::TempFolder;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ImportVerb : public testing::Test {
protected:
    void SetUp() override {
        ::setenv("HOME", home_.path().c_str(), 1);
        home_.write(".mbsyncrc", "IMAPAccount work\nHost imap.example.org\nSSLType IMAPS\nPass secret\n");
        home_.write(".msmtprc", "account work\nhost smtp.example.org\nport 587\ntls on\npassword secret\n"
                                "account local\nhost localhost\n");
    }

    const TempFolder home_;
    const Program program_; // its XDG_CONFIG_HOME is not below this home
};

TEST_F(ImportVerb, MakesOneProfileOfWhatSeveralProgramsCallByOneName) {
    const auto ended = program_.run({"profile", "import"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("work is kept in "));
    EXPECT_THAT(ended.err, AllOf(HasSubstr("msmtp: \"local\": its server localhost is this machine itself"),
                                 Not(HasSubstr("secret"))));
    EXPECT_EQ(
        program_.run({"profile", "show", "work"}).out,
        "name = \"work\"\nendpoints = [\"imaps://imap.example.org\", \"submission://smtp.example.org\"]\n");
}

TEST_F(ImportVerb, WritesNothingWhereThatIsAskedAndShowsWhatItWould) {
    const auto ended = program_.run({"profile", "import", "mbsync", "--dry-run"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_THAT(ended.out, HasSubstr("name = \"work\"\nendpoints = [\"imaps://imap.example.org\"]\n"));
    EXPECT_THAT(program_.run({"profile", "list"}).out, IsEmpty());
    const auto line = program_.run({"profile", "import", "msmtp", "--dry-run", "--json"}).out;
    EXPECT_EQ(boost::json::parse(line).at("profile").as_string(), "work");
}

TEST_F(ImportVerb, LeavesAProfileThatIsThereAsItIs) {
    ASSERT_EQ(program_.run({"profile", "add", "WORK", "imaps://other.example"}).status, 0);
    for (const bool dry : {true, false}) {
        std::vector<std::string> words{"profile", "import"};
        if (dry)
            words.emplace_back("--dry-run");
        const auto ended = program_.run(words);
        EXPECT_EQ(ended.status, 0);
        EXPECT_THAT(ended.out, IsEmpty());
        EXPECT_THAT(ended.err, HasSubstr("there is a profile \"work\" already; it stays as it is"));
    }
    EXPECT_THAT(program_.run({"profile", "show", "work"}).out, HasSubstr("other.example"));
}

TEST_F(ImportVerb, ReadsAnotherPlaceWhereOneIsNamed) {
    const auto file = home_.write("elsewhere", "[Club]\nsource = imaps://a:secret@imap.example.net\n");
    const auto ended = program_.run({"profile", "import", "aerc", "--from", file});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(program_.run({"profile", "show", "Club"}).out,
              "name = \"Club\"\nendpoints = [\"imaps://imap.example.net\"]\n");
    EXPECT_EQ(program_.run({"profile", "import", "--from", file}).status, 2) << "of which program?";
    EXPECT_EQ(program_.run({"profile", "import", "pine"}).status, 2);
    EXPECT_EQ(program_.run({"profile", "import", "aerc", "--from", "/nowhere"}).status, 2);
}

TEST_F(ImportVerb, SaysSoWhereThereIsNothing) {
    const auto ended = program_.run({"profile", "import", "thunderbird"});
    EXPECT_EQ(ended.status, 4);
    EXPECT_THAT(ended.err, HasSubstr("no account of a mail server was found"));
}

} // namespace
