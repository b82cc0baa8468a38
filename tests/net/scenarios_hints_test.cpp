#include <optional>

#include <gmock/gmock.h>

#include "net/bus_test.h"
#include "net/mail_world.h"

namespace offline::net {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::Le;

constexpr auto long_before_the_next_look = "1h";

// Policy: 1 s for a look, three strikes, and an hour between looks, so that each look has another cause.
// NetworkManager is played, on a real bus.
class HintsScenario : public BusTest {
protected:
    HintsScenario() : BusTest("manager") {}

    void SetUp() override {
        BusTest::SetUp();
        if (IsSkipped())
            return;
        world_.emplace();
        imap_ = world_->serve(143, servers::imap());
        mail_.emplace(
            ClientProfile{.endpoints = {"imap://mail.test"}, .interval = long_before_the_next_look});
        ASSERT_TRUE(mail_->meets(Reason::ok));
        ASSERT_TRUE(manager().says("read", 1)); // what it thinks now is known
    }

    servers::Players& manager() { return played(); }

    int looks() const { return imap_->connections(); }

    std::optional<MailWorld> world_;
    std::unique_ptr<servers::ScriptedServer> imap_;
    std::optional<Client> mail_;
};

TEST_F(HintsScenario, StaysOnlineWhenNetworkManagerSeesAPortalAndTheAccountsOwnServerAnswers) {
    for (const char* opinion : {"say Connectivity 2", "say Connectivity 3", "say State 50"}) {
        SCOPED_TRACE(opinion);
        const int before = looks();
        manager().tell(opinion);
        EXPECT_TRUE(imap_->met(before + 1)) << "a hint makes it look";
        expect_no_more_than(0, *mail_, 300ms);
        EXPECT_EQ(mail_->reason(), Reason::ok);
    }
}

TEST_F(HintsScenario, FindsTheTruthSoonByAHint) {
    const Stamp ended = now();
    imap_.reset();
    manager().tell("say Connectivity 3");
    expect_offline(*mail_, Reason::refused, ended, k_looks);
    manager().tell("say Connectivity 4");
    expect_no_more_than(1, *mail_, 500ms);
}

TEST_F(HintsScenario, LooksSeldomThoughNetworkManagerThinksOtherwiseAllTheTime) {
    const int before = looks();
    for (int i = 0; i < 30; ++i) {
        manager().tell(i % 2 == 0 ? "say State 20" : "say State 70");
        manager().tell(i % 2 == 0 ? "say Connectivity 1" : "say Connectivity 4294967295");
        manager().tell(i % 2 == 0 ? "say Metered 1" : "say Metered 2");
        mail_->hears_nothing_for(50ms);
    }
    EXPECT_THAT(looks() - before, AllOf(Ge(1), Le(5)));
    expect_no_more_than(0, *mail_, 500ms);
}

TEST_F(HintsScenario, IsNotMovedByValuesOfTheWrongType) {
    const int before = looks();
    manager().tell("wrong yes");
    manager().tell("say State 20");
    manager().tell("say Metered 1");
    manager().tell("leave manager");
    manager().tell("play manager");
    ASSERT_TRUE(manager().says("read", 2));
    expect_no_more_than(0, *mail_, 500ms);
    EXPECT_EQ(looks(), before);
    manager().tell("wrong no");
    manager().tell("say State 20");
    manager().tell("say State 30");
    EXPECT_TRUE(imap_->met(before + 1));
    expect_no_more_than(0, *mail_, 300ms);
}

TEST_F(HintsScenario, StaysOnlineWhenNetworkManagerEndsAndComesBack) {
    const int before = looks();
    manager().tell("leave manager");
    manager().tell("play manager");
    ASSERT_TRUE(manager().says("read", 2));
    manager().tell("say Connectivity 1");
    EXPECT_TRUE(imap_->met(before + 1));
    expect_no_more_than(0, *mail_, 300ms);
}

// The same policy; what changes is /etc/resolv.conf.
class NameServersScenario : public NetTest {};

TEST_F(NameServersScenario, LooksAtOnceWhenOtherOnesAreAskedFromNowOn) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    world.world.name_servers({"192.168.7.99"});
    const Stamp began = now();
    Client mail({.endpoints = {"imap://mail.test"}, .retry = "1h", .retry_max = "1h"});
    expect_offline(mail, Reason::dns_failed, began, timeout);
    const Stamp changed = now();
    world.world.name_servers({"192.168.7.1"});
    expect_online(mail, changed, timeout);
    EXPECT_EQ(mail.change(2).to, State::online);
    expect_no_more_than(2, mail, 500ms);
}

TEST_F(NameServersScenario, LooksAtWhatHasANameAndNotForTheSameTextWrittenAnew) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    const auto smtp = world.serve(25, servers::smtp());
    Client mail(
        {.endpoints = {"imap://mail.test", "smtp://203.0.113.9"}, .interval = long_before_the_next_look});
    ASSERT_TRUE(mail.meets(Reason::ok));
    ASSERT_TRUE(imap->met(1) && smtp->met(1) && imap->left_alone() && smtp->left_alone());
    world.world.name_servers({"192.168.7.1"});
    expect_no_more_than(0, mail, 500ms);
    EXPECT_EQ(imap->connections(), 1);
    world.world.name_servers({"192.168.7.1", "fd07::1"});
    EXPECT_TRUE(imap->met(2));
    expect_no_more_than(0, mail, 300ms);
    EXPECT_EQ(smtp->connections(), 1);
}

} // namespace
} // namespace offline::net
