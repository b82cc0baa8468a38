#include <gmock/gmock.h>

#include "judge/life.h"

namespace offline::judge {
namespace {

using testing::ElementsAre;

Life two_that_answer(model::Require require) {
    auto profile = profile_of({"imap://one.example.org", "smtp://two.example.org"});
    profile.require = require;
    Life life(profile);
    life.run(1s);
    life.told();
    return life;
}

TEST(Require, AnyStaysOnlineWhenOneOfTwoDies) {
    Life life = two_that_answer(model::Require::any);
    life.server({Reason::refused}, 1);
    life.look_wanted(1);
    life.run(1h);
    EXPECT_THAT(life.told(), ElementsAre());
}

TEST(Require, AllGoesOfflineWithTheReasonOfTheOneThatDied) {
    Life life = two_that_answer(model::Require::all);
    life.server({Reason::refused}, 1);
    life.look_wanted(1);
    life.run(10s);
    EXPECT_THAT(life.told(), ElementsAre("3030 offline refused"));
}

TEST(Require, AnyGoesOfflineWithTheLastOfThem) {
    Life life = two_that_answer(model::Require::any);
    life.server({Reason::refused}, 0);
    life.look_wanted(0);
    life.run(10s);
    life.server({Reason::connect_timeout, 500ms}, 1);
    life.look_wanted(1);
    life.run(10s);
    EXPECT_THAT(life.told(), ElementsAre("14500 offline refused"));
}

} // namespace
} // namespace offline::judge
