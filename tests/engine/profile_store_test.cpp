#include "engine/profile_store.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "engine/scratch_folder.h"

namespace offline::engine {
namespace {

using base::Code;
using model::Profile;
using std::filesystem::path;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Profile profile_of(const std::string& name, std::string_view url = "imaps://a.example") {
    return {.name = name, .endpoints = {*model::parse_endpoint(url)}};
}

std::vector<std::string> names(const ProfileStore::Loaded& loaded) {
    std::vector<std::string> all;
    for (const auto& profile : loaded.profiles)
        all.push_back(profile.name);
    return all;
}

std::vector<std::string> files_in(const path& folder) {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        all.push_back(entry.path().filename());
    std::ranges::sort(all);
    return all;
}

std::filesystem::perms mode_of(const path& file) { return std::filesystem::status(file).permissions(); }

class ProfileStoreTest : public testing::Test {
protected:
    path own() const { return folder_ / "config/offlined/profiles"; }

    path system_wide() const { return folder_ / "etc"; }

    void write(const path& file, std::string_view text) const {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }

    ScratchFolder folder_;
    ProfileStore store_{own(), system_wide()};
};

TEST_F(ProfileStoreTest, IsEmptyWhereNoFolderExists) {
    EXPECT_THAT(store_.list().profiles, IsEmpty());
    EXPECT_THAT(store_.list().refused, IsEmpty());
    EXPECT_EQ(store_.load("Work").error().code, Code::not_found);
    EXPECT_EQ(store_.remove("Work").error().code, Code::not_found);
}

TEST_F(ProfileStoreTest, GivesBackWhatWasAdded) {
    const auto file = store_.add(profile_of("Work"));
    ASSERT_TRUE(file) << file.error().what;
    EXPECT_EQ(*file, own() / "Work.toml");
    EXPECT_EQ(*store_.load("wORK"), profile_of("Work"));
    EXPECT_THAT(names(store_.list()), ElementsAre("Work"));
}

TEST_F(ProfileStoreTest, KeepsFilesForTheUserAloneAndLeavesNothingBeside) {
    ASSERT_TRUE(store_.add(profile_of("Work")));
    using std::filesystem::perms;
    EXPECT_EQ(mode_of(own() / "Work.toml"), perms::owner_read | perms::owner_write);
    EXPECT_EQ(mode_of(own()), perms::owner_all);
    EXPECT_EQ(mode_of(own().parent_path()), perms::owner_all);
    EXPECT_THAT(files_in(own()), ElementsAre("Work.toml"));
}

TEST_F(ProfileStoreTest, RefusesASecondProfileOfThatNameWhateverItsCase) {
    ASSERT_TRUE(store_.add(profile_of("Work")));
    const auto again = store_.add(profile_of("WORK", "imaps://b.example"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::profile_exists);
    EXPECT_EQ(store_.load("Work")->endpoints[0].host, "a.example");
    EXPECT_THAT(files_in(own()), ElementsAre("Work.toml"));
}

TEST_F(ProfileStoreTest, NeverWritesOverAFileThatItCannotRead) {
    write(own() / "Work.toml", "half a thought");
    EXPECT_EQ(store_.add(profile_of("Work")).error().code, Code::profile_exists);
    EXPECT_THAT(files_in(own()), ElementsAre("Work.toml"));
    EXPECT_EQ(std::filesystem::file_size(own() / "Work.toml"), 14U);
}

TEST_F(ProfileStoreTest, LetsOneOfManyWinWhoAddTheSameAtOnce) {
    std::vector<std::jthread> all;
    std::atomic<int> added = 0;
    for (int i = 0; i < 8; ++i)
        all.emplace_back([&] { added += store_.add(profile_of("Work")).has_value(); });
    all.clear();
    EXPECT_EQ(added, 1);
    EXPECT_THAT(files_in(own()), ElementsAre("Work.toml"));
    EXPECT_TRUE(store_.load("Work"));
}

TEST_F(ProfileStoreTest, ReadsTheOthersWhereOneFileIsBad) {
    ASSERT_TRUE(store_.add(profile_of("Home")));
    ASSERT_TRUE(store_.add(profile_of("Work")));
    write(own() / "Bad.toml", "endpoints = 5\n");
    const auto loaded = store_.list();
    EXPECT_THAT(names(loaded), ElementsAre("Home", "Work"));
    ASSERT_EQ(loaded.refused.size(), 1U);
    EXPECT_THAT(loaded.refused[0].what, HasSubstr("Bad.toml:1:13: "));
}

TEST_F(ProfileStoreTest, SaysWhyTheFileOfThatNameWasRefused) {
    write(own() / "Work.toml", "endpoints = 5\n");
    EXPECT_EQ(store_.load("work").error().code, Code::profile_invalid);
    ASSERT_TRUE(store_.remove("work")) << "a bad file can be removed by its name";
    EXPECT_EQ(store_.load("work").error().code, Code::not_found);
}

TEST_F(ProfileStoreTest, TakesTheNameInTheFileForTheTruth) {
    write(own() / "x.toml", "name = \"Work\"\nendpoints = [\"imaps://a.example\"]\n");
    EXPECT_TRUE(store_.load("Work"));
    EXPECT_EQ(store_.load("x").error().code, Code::not_found);
    EXPECT_EQ(store_.add(profile_of("Work")).error().code, Code::profile_exists);
    EXPECT_EQ(*store_.remove("Work"), own() / "x.toml");
}

TEST_F(ProfileStoreTest, RefusesTheSecondOfTwoFilesWithOneName) {
    write(own() / "a.toml", "name = \"Work\"\nendpoints = [\"imaps://a.example\"]\n");
    write(own() / "b.toml", "name = \"work\"\nendpoints = [\"imaps://b.example\"]\n");
    const auto loaded = store_.list();
    EXPECT_THAT(names(loaded), ElementsAre("Work"));
    ASSERT_EQ(loaded.refused.size(), 1U);
    EXPECT_THAT(loaded.refused[0].what, HasSubstr("b.toml:1:1: another file beside it"));
}

TEST_F(ProfileStoreTest, PrefersTheFileThatIsNamedAfterItsProfile) {
    write(own() / "A.toml", "name = \"Work\"\nendpoints = [\"imaps://a.example\"]\n");
    write(own() / "Work.toml", "endpoints = [\"imaps://b.example\"]\n");
    EXPECT_EQ(store_.load("Work")->endpoints[0].host, "b.example");
    EXPECT_EQ(store_.load("WORK")->endpoints[0].host, "b.example");
    EXPECT_EQ(store_.list().profiles.at(0).endpoints[0].host, "b.example");
}

TEST_F(ProfileStoreTest, HidesTheSystemWideProfileOfTheSameName) {
    write(system_wide() / "Work.toml", "endpoints = [\"imaps://system.example\"]\n");
    EXPECT_EQ(store_.load("work")->endpoints[0].host, "system.example");
    ASSERT_TRUE(store_.add(profile_of("work", "imaps://own.example")));
    EXPECT_EQ(store_.load("Work")->endpoints[0].host, "own.example");
    EXPECT_THAT(names(store_.list()), ElementsAre("work"));
    ASSERT_TRUE(store_.remove("Work"));
    EXPECT_EQ(store_.load("work")->endpoints[0].host, "system.example");
}

TEST_F(ProfileStoreTest, GivesNoSystemWideProfileInThePlaceOfOneOfTheUsersThatIsRefused) {
    write(system_wide() / "Work.toml", "endpoints = [\"imaps://b.example\"]\n");
    write(own() / "Work.toml", "endpoint = [\"imaps://a.example\"]\n");
    const auto loaded = store_.load("Work");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, Code::profile_invalid);
}

TEST_F(ProfileStoreTest, SaysWhatStandsInTheWayOfANewFile) {
    write(own() / "Work.toml", "name = \"Other\"\nendpoints = [\"imaps://a.example\"]\n");
    const auto added = store_.add(profile_of("Work"));
    ASSERT_FALSE(added);
    EXPECT_THAT(added.error().what, HasSubstr("Work.toml is there already"));
}

TEST_F(ProfileStoreTest, RefusesANameThatFillsMoreThanAFilesName) {
    const auto added = store_.add(profile_of(std::string(100, '/')));
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, Code::usage);
}

TEST_F(ProfileStoreTest, DoesNotRemoveASystemWideProfile) {
    write(system_wide() / "Work.toml", "endpoints = [\"imaps://system.example\"]\n");
    const auto removed = store_.remove("work");
    ASSERT_FALSE(removed);
    EXPECT_EQ(removed.error().code, Code::no_permission);
    EXPECT_THAT(removed.error().what, HasSubstr("is system-wide"));
    EXPECT_TRUE(store_.load("Work"));
}

TEST_F(ProfileStoreTest, MakesASafeFileNameOfEachProfileName) {
    const std::vector<std::string> hard{"../../escape", ".hidden", "a/b", "100%",
                                        "back\\slash",  "..",      "%2F", "x y"};
    for (const auto& name : hard) {
        const auto file = store_.add(profile_of(name));
        ASSERT_TRUE(file) << file.error().what;
        EXPECT_EQ(file->parent_path(), own());
        EXPECT_EQ(store_.load(name)->name, name);
    }
    EXPECT_EQ(store_.list().profiles.size(), hard.size());
    for (const auto& name : hard)
        EXPECT_TRUE(store_.remove(name)) << name;
    EXPECT_THAT(files_in(own()), IsEmpty());
}

TEST_F(ProfileStoreTest, RefusesNamesThatNoProfileCanHave) {
    for (const std::string& name : {std::string(), std::string("-"), std::string("a\0b", 3),
                                    std::string("a\nb"), std::string(129, 'a'), std::string("\xFF")}) {
        const auto file = store_.add(profile_of(name));
        ASSERT_FALSE(file) << name;
        EXPECT_EQ(file.error().code, Code::usage) << name;
    }
}

TEST_F(ProfileStoreTest, IgnoresWhatIsNoProfileFile) {
    ASSERT_TRUE(store_.add(profile_of("Work")));
    write(own() / "Work.toml~", "x");
    write(own() / ".new-AAAAAA", "x");
    write(own() / ".hidden.toml", "x");
    write(own() / "README", "x");
    EXPECT_THAT(names(store_.list()), ElementsAre("Work"));
    EXPECT_THAT(store_.list().refused, IsEmpty());
}

TEST_F(ProfileStoreTest, SaysSoWhereItMayNotWrite) {
    const ProfileStore store("/sys/offlined/profiles", system_wide()); // not even root makes folders there
    const auto file = store.add(profile_of("Work"));
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, Code::no_permission);
    EXPECT_THAT(file.error().what, HasSubstr("cannot be made: "));
}

TEST_F(ProfileStoreTest, SaysSoWhereAFileStandsInTheWayOfItsFolder) {
    write(own().parent_path(), "a file");
    const auto file = store_.add(profile_of("Work"));
    ASSERT_FALSE(file);
    EXPECT_THAT(file.error().what, HasSubstr("cannot be made: "));
    EXPECT_THAT(store_.list().profiles, IsEmpty());
}

TEST_F(ProfileStoreTest, OfThisUserFollowsTheXdgFolders) {
    ASSERT_EQ(setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1), 0);
    EXPECT_EQ(*ProfileStore::of_this_user().add(profile_of("offlined test")), own() / "offlined test.toml");
    ASSERT_EQ(setenv("XDG_CONFIG_HOME", "relative", 1), 0);
    ASSERT_EQ(setenv("HOME", (folder_ / "home").c_str(), 1), 0);
    EXPECT_EQ(*ProfileStore::of_this_user().add(profile_of("offlined test")),
              folder_ / "home/.config/offlined/profiles/offlined test.toml");
}

} // namespace
} // namespace offline::engine
