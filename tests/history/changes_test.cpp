#include "history/life.h"

namespace offline::history {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

class Changes : public Life {
protected:
    static auto at_time(Moment when) { return Field(&PastChange::time, when.wall); }
};

TEST_F(Changes, TellWhatHappenedWhenAndWhyAndHowLongTheFormerStateLasted) {
    write(begins(at(0s)), turns(State::offline, Reason::refused, at(90s), "the host says no"),
          comes_online(at(100s)));
    const auto found = changes();
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].from, State::online);
    EXPECT_EQ(found[0].to, State::offline);
    EXPECT_EQ(found[0].reason, Reason::refused);
    EXPECT_EQ(found[0].detail, "the host says no");
    EXPECT_EQ(found[0].time, at(90s).wall);
    EXPECT_EQ(found[0].lasted, 90s);
    EXPECT_EQ(found[1].to, State::online);
    EXPECT_EQ(found[1].lasted, 10s);
}

TEST_F(Changes, AreFoundByTheNameInAnyCase) {
    write(begins(at(0s)), goes_offline(at(1s)));
    EXPECT_THAT(reader().changes("wORK", {}, {}).value(), SizeIs(1));
    EXPECT_EQ(reader().name_of("wORK").value(), "Work");
    EXPECT_EQ(reader().name_of("Play").value(), std::nullopt);
}

TEST_F(Changes, OfOtherProfilesAreLeftOut) {
    auto other = goes_offline(at(2s));
    other.profile = "Play";
    write(begins(at(0s)), goes_offline(at(1s)), other);
    EXPECT_THAT(changes(), ElementsAre(at_time(at(1s))));
}

TEST_F(Changes, BeginWithTheMomentAskedFor) {
    write(begins(at(0s)), goes_offline(at(1s)), comes_online(at(2s)), goes_offline(at(3s)));
    EXPECT_THAT(changes(at(2s).wall), ElementsAre(at_time(at(2s)), at_time(at(3s))));
}

TEST_F(Changes, OfMoreThanTheLimitAreTheLatest) {
    write(begins(at(0s)), goes_offline(at(1s)), comes_online(at(2s)), goes_offline(at(3s)));
    EXPECT_THAT(changes({}, 2), ElementsAre(at_time(at(2s)), at_time(at(3s))));
    EXPECT_THAT(changes({}, 0), IsEmpty());
}

TEST_F(Changes, AreNotReasonsThatMoveNorWishes) {
    write(begins(at(0s)), goes_offline(at(1s)), offline_for(Reason::no_route, at(2s)),
          Wish{.profile = "Work", .wish = State::offline, .at = at(3s)}, comes_online(at(5s)));
    const auto found = changes();
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[1].lasted, 4s) << "offline lasted across the reason and the wish";
}

TEST_F(Changes, KeepWhatTheEndpointsHadSaid) {
    auto change = goes_offline(at(1s));
    change.evidence = {{.endpoint = "imaps://a.example",
                        .ok = false,
                        .reason = Reason::connect_timeout,
                        .detail = "nothing\tanswers\nat 192.0.2.1",
                        .address = "192.0.2.1",
                        .took = 10s},
                       {.endpoint = "smtp://b.example", .ok = true, .reason = Reason::ok, .took = 30ms}};
    write(begins(at(0s)), change, comes_online(at(2s)));
    auto expected = change.evidence;
    expected[0].detail = "nothing answers at 192.0.2.1";
    EXPECT_EQ(reader().evidence("Work", at(1s).wall).value(), expected);
    EXPECT_THAT(reader().evidence("Work", at(2s).wall).value(), IsEmpty());
}

TEST_F(Changes, AreMeasuredByTheClockThatNeverJumps) {
    const Moment set_back{at(100s).monotonic, at(40s).wall};
    const Moment afterwards{at(105s).monotonic, at(45s).wall};
    write(begins(at(0s)), goes_offline(at(50s)), comes_online(set_back), goes_offline(afterwards));
    const auto found = changes();
    EXPECT_THAT(found, ElementsAre(at_time(at(50s)), at_time(at(40s)), at_time(at(45s))))
        << "as they happened";
    EXPECT_EQ(found[1].lasted, 50s);
    EXPECT_EQ(found[2].lasted, 5s);
    const auto sum = summary(afterwards);
    EXPECT_EQ(sum.online, 55s);
    EXPECT_EQ(sum.offline, 50s);
}

TEST_F(Changes, ThatContradictWhatIsKnownHaveNoLength) {
    write(begins(at(0s)), comes_online(at(10s)));
    const auto found = changes();
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].from, State::offline);
    EXPECT_EQ(found[0].lasted, 0s);
    EXPECT_EQ(summary(at(10s)).online, 0s);
}

TEST_F(Changes, OfAProfileThatNobodySaidIsWatchedHaveNoLengthAtFirst) {
    write(goes_offline(at(10s)), comes_online(at(15s)));
    const auto found = changes();
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].lasted, 0s);
    EXPECT_EQ(found[1].lasted, 5s);
}

} // namespace
} // namespace offline::history
