#include <memory>
#include <vector>

#include <gmock/gmock.h>

#include "engine/profile_state.h"

namespace offline::engine {
namespace {

using base::Code;
using testing::ElementsAre;
using testing::IsEmpty;
using Wait = ProfileState::Wait;

model::Verdict by_hand() {
    return {.state = State::offline, .reason = Reason::user, .detail = "so it was wished"};
}

model::Verdict well() { return {.state = State::online, .reason = Reason::ok, .detail = "answers"}; }

model::Verdict no_way() {
    return {.state = State::offline, .reason = Reason::no_route, .detail = "no route"};
}

/// Mirrors one of another process, which stands so.
class ProfileThatMirrors : public testing::Test {
protected:
    void begins(const model::Verdict& there) {
        profile_->mirror({.state = there.state, .reason = there.reason, .detail = there.detail},
                         [this](State wished, Wait) -> base::Result<void> {
                             sent_.push_back(wished);
                             if (there_is_one_)
                                 return {};
                             profile_->mirror_no_more();
                             return base::failure(Code::no_daemon, "nobody is there");
                         });
    }

    State state() { return profile_->global()->state(); }

    Reason reason() { return profile_->snapshot(*profile_->global()).standing.reason; }

    base::Result<void> wish(State state) { return profile_->wish(*profile_->global(), state, Wait::yes); }

    dispatch::Dispatcher dispatcher_;
    std::shared_ptr<ProfileState> profile_ = std::make_shared<ProfileState>("Work", dispatcher_);
    std::vector<State> sent_;
    bool there_is_one_ = true;
};

TEST_F(ProfileThatMirrors, SendsWishesElsewhere) {
    begins(well());
    EXPECT_TRUE(wish(State::offline));
    EXPECT_THAT(sent_, ElementsAre(State::offline));
    EXPECT_EQ(state(), State::online) << "until it is told otherwise from there";
}

TEST_F(ProfileThatMirrors, StandsAsItStoodWhenItDoesSoNoMore) {
    for (const auto& there : {by_hand(), well(), no_way()}) {
        begins(there);
        profile_->mirror_no_more();
        EXPECT_EQ(state(), there.state);
        EXPECT_EQ(reason(), there.reason);
        EXPECT_EQ(profile_->mirror_again(there, State::online), std::nullopt);
    }
}

TEST_F(ProfileThatMirrors, KeepsAWishOfBeforeAgainstVerdictsOfItsOwn) {
    begins(by_hand());
    profile_->mirror_no_more();
    profile_->verdict(well());
    EXPECT_EQ(reason(), Reason::user);
    EXPECT_TRUE(wish(State::online));
    EXPECT_EQ(reason(), Reason::ok);
    EXPECT_THAT(sent_, IsEmpty());
}

TEST_F(ProfileThatMirrors, GivesAWishThatWasMadeMeanwhileInsteadOfDroppingIt) {
    begins(well());
    profile_->mirror_no_more();
    EXPECT_TRUE(wish(State::offline));
    EXPECT_EQ(profile_->mirror_again(well(), State::online), State::offline);
    EXPECT_EQ(reason(), Reason::user);
    EXPECT_EQ(profile_->mirror_again(by_hand(), State::offline), std::nullopt);
    EXPECT_EQ(reason(), Reason::user);
    profile_->verdict(well());
    EXPECT_TRUE(dispatcher_.wait([this] { return state() == State::online; })) << "the wish is elsewhere now";
}

TEST_F(ProfileThatMirrors, FollowsWishesOfOthersWhereNoneWasMadeHere) {
    begins(by_hand());
    profile_->mirror_no_more();
    EXPECT_EQ(profile_->mirror_again(well(), State::online), std::nullopt);
    EXPECT_EQ(reason(), Reason::ok);
    EXPECT_TRUE(wish(State::offline));
    EXPECT_THAT(sent_, ElementsAre(State::offline));
}

TEST_F(ProfileThatMirrors, HeedsAWishItselfThatNobodyElsewhereTakes) {
    begins(well());
    there_is_one_ = false;
    EXPECT_TRUE(wish(State::offline));
    EXPECT_THAT(sent_, ElementsAre(State::offline));
    EXPECT_EQ(reason(), Reason::user);
}

} // namespace
} // namespace offline::engine
