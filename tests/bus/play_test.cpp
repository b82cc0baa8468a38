#include <optional>

#include <gmock/gmock.h>

#include "bus/switch_test.h"
#include "servers/scripts.h"

namespace offline::bus {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A daemon with a profile that somebody plays.
class PlayTest : public SwitchTest {
protected:
    void SetUp() override {
        SwitchTest::SetUp();
        if (IsSkipped())
            return;
        other_program_ = client();
        other_ = other_program_->profile("Switch");
    }

    /// The name of the D-Bus error, without `org.offlined.Error.`; empty: it was done.
    static std::string play(Profile& profile, const std::string& state, const std::string& reason) {
        try {
            profile.Play("a test", state, reason, "");
            return {};
        } catch (const sdbus::Error& error) {
            return short_name(error);
        }
    }

    static std::string end_play(Profile& profile) {
        try {
            profile.EndPlay();
            return {};
        } catch (const sdbus::Error& error) {
            return short_name(error);
        }
    }

    std::unique_ptr<Client> other_program_;
    std::unique_ptr<Profile> other_;
};

TEST_F(PlayTest, IsToldAsAnyOtherChangeAndAnswersAfterEachSignal) {
    EXPECT_THAT(play(*profile_, "offline", "refused"), IsEmpty());
    EXPECT_EQ(profile_->snapshot().sequence, 3U) << "it answered before each signal was sent";
    EXPECT_THAT(words(profile_->hears(3)),
                ElementsAre("START online>offline", "STATECHANGE online>offline", "DONE online>offline"));
    EXPECT_EQ(profile_->heard().front().detail, "played by a test: the server's host refuses the connection");
    EXPECT_THAT(play(*profile_, "offline", "dns-failed"), IsEmpty());
    EXPECT_EQ(profile_->hears("reason").reason, "dns-failed");
    EXPECT_EQ(profile_->Verdict(), "offline");
    EXPECT_THAT(end_play(*profile_), IsEmpty());
    EXPECT_THAT(words(profile_->hears(7)).back(), "DONE offline>online");
    EXPECT_EQ(profile_->Verdict(), "unknown");
}

TEST_F(PlayTest, IsForOneAtATime) {
    EXPECT_THAT(play(*profile_, "offline", "refused"), IsEmpty());
    EXPECT_EQ(play(*other_, "online", "ok"), "LimitReached");
    EXPECT_EQ(end_play(*other_), "Usage");
    EXPECT_EQ(profile_->State(), "offline");
    EXPECT_THAT(end_play(*profile_), IsEmpty());
    EXPECT_EQ(end_play(*profile_), "Usage");
    EXPECT_THAT(play(*other_, "offline", "refused"), IsEmpty());
}

TEST_F(PlayTest, EndsWithTheConnectionOfWhoPlays) {
    EXPECT_THAT(play(*other_, "offline", "refused"), IsEmpty());
    profile_->hears("DONE");
    other_.reset();
    other_program_.reset();
    EXPECT_EQ(profile_->hears("DONE", 3).new_state, "online");
}

TEST_F(PlayTest, RefusesWhatServersNeverSay) {
    EXPECT_EQ(play(*profile_, "away", "refused"), "InvalidArgument");
    EXPECT_EQ(play(*profile_, "offline", "gone"), "InvalidArgument");
    EXPECT_EQ(play(*profile_, "offline", "user"), "InvalidArgument");
    EXPECT_EQ(play(*profile_, "offline", "ok"), "InvalidArgument");
    EXPECT_EQ(play(*profile_, "online", "refused"), "InvalidArgument");
    EXPECT_THROW(profile_->Play("", "offline", "refused", ""), sdbus::Error);
    EXPECT_THROW(profile_->Play("a test", "offline", "refused", std::string(1001, 'x')), sdbus::Error);
    EXPECT_EQ(profile_->snapshot().sequence, 0U);
    EXPECT_EQ(end_play(*profile_), "Usage") << "nobody plays";
}

TEST_F(PlayTest, TellsAtItsEndWhatTheServersSaidMeanwhile) {
    std::optional<servers::ScriptedServer> server(std::in_place, servers::imap());
    daemon().write_profile("server.toml", "name = \"Server\"\nendpoints = [\"imap://127.0.0.1:" +
                                              std::to_string(server->port()) +
                                              "\"]\n[probe]\nstrikes = 1\nretry = \"100ms\"\n");
    const auto profile = program_->profile("Server", false);
    ASSERT_TRUE(comes_true([&] { return profile->Reason() == "ok"; }));
    EXPECT_THAT(play(*profile, "online", "ok"), IsEmpty());
    server.reset();
    profile->LookAgain();
    ASSERT_TRUE(comes_true([&] {
        constexpr std::size_t ok = 2;
        const auto endpoints = std::get<0>(profile->Explain());
        return !endpoints.at(0).get<ok>();
    }));
    EXPECT_EQ(profile->State(), "online");
    EXPECT_THAT(end_play(*profile), IsEmpty());
    EXPECT_EQ(profile->State(), "offline");
    EXPECT_EQ(profile->Reason(), "refused");
}

TEST_F(PlayTest, ComesAfterTheWishAndStandsOnceThatIsOver) {
    EXPECT_THAT(profile_->set_state("offline").get(), IsEmpty());
    EXPECT_THAT(play(*other_, "offline", "captive-portal"), IsEmpty());
    EXPECT_EQ(profile_->Reason(), "user");
    EXPECT_EQ(profile_->set_state_then("online"), "Offline");
    EXPECT_EQ(profile_->Reason(), "captive-portal");
}

} // namespace
} // namespace offline::bus
