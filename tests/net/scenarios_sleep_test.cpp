#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/bus_test.h"
#include "net/routing_world.h"

namespace offline::net {
namespace {

using servers::MessageBus;
using servers::Players;

// Ten times the figures of the contract, but for those that the runtime itself keeps by a timer.
constexpr auto told_within = 2s;
constexpr auto held_back_at_most = 3s;
constexpr auto up_again = 10s;

void wish(State state) {
    IMAPIOfflineMgr* profile = nullptr;
    ASSERT_EQ(HrOpenOfflineObj(0, L"Work", &GUID_GlobalState, nullptr, &profile), S_OK);
    EXPECT_EQ(profile->SetCurrentState(
                  MAPIOFFLINE_FLAG_BLOCK, MAPIOFFLINE_STATE_OFFLINE_MASK,
                  state == State::online ? MAPIOFFLINE_STATE_ONLINE : MAPIOFFLINE_STATE_OFFLINE, nullptr),
              S_OK);
    profile->Release();
}

// What has come over the bus is taken in by then; and the allocator of AddressSanitizer does not stand a fork
// while another thread is at work.
void let_every_other_thread_rest() {
    const auto somebody_works = [] {
        for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
            std::ifstream status(task.path() / "stat");
            std::string line;
            std::getline(status, line);
            const bool own = task.path().filename() == std::to_string(::gettid());
            if (!own && line.find(") S ") == std::string::npos)
                return true;
        }
        return false;
    };
    for (int quiet = 0; quiet < 5; quiet = somebody_works() ? 0 : quiet + 1)
        ::poll(nullptr, 0, 5);
}

// Policy: 2 s between looks, 1 s for one, three strikes. logind is played, on a real bus.
class SleepScenario : public BusTest {
protected:
    SleepScenario() : BusTest("logind") {}

    void SetUp() override {
        BusTest::SetUp();
        if (!IsSkipped())
            world_.emplace();
    }

    Players& logind() { return played(); }

    /// Another network is in reach, over a card that is still down.
    Device& another_network() {
        auto& elsewhere = world_->world.host("another router").forwards();
        auto& cable = world_->world.cable(world_->client(), "192.168.8.2/24", elsewhere, "192.168.8.1/24");
        world_->world.cable(elsewhere, "198.51.100.1/24", world_->server, "198.51.100.9/24");
        world_->server.add_route("192.168.8.0/24", "198.51.100.1");
        elsewhere.add_route("203.0.113.0/24", "198.51.100.9");
        cable.near().down();
        return cable.near();
    }

    std::optional<RoutingWorld> world_;
};

TEST_F(SleepScenario, IsSuspendedBeforeTheMachineSleepsAndJudgedAnewOnTheNetworkWhereItWakes) {
    auto& elsewhere = another_network();
    Client mail({.endpoints = {world_->beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    ASSERT_TRUE(logind().holds(1));

    const Stamp announced = now();
    logind().tell("sleep yes");
    const auto change = mail.change(1);
    EXPECT_EQ(change.to, State::offline);
    EXPECT_LT(change.done - announced, told_within);
    EXPECT_TRUE(mail.meets(Reason::suspended));
    ASSERT_TRUE(logind().holds(0));
    EXPECT_GT(logind().released(), change.done);
    EXPECT_LT(logind().released() - announced, held_back_at_most);

    world_->card().down();
    expect_no_more_than(1, mail, 300ms);
    EXPECT_EQ(mail.reason(), Reason::suspended);
    logind().tell("sleep no");
    EXPECT_TRUE(mail.meets(Reason::no_route)) << word(mail.reason());
    EXPECT_TRUE(logind().holds(1));
    expect_no_more_than(1, mail, 300ms);

    elsewhere.up();
    expect_back(mail, 2, world_->client().add_route("default", "192.168.8.1"), up_again);
    expect_no_more_than(2, mail);
}

TEST_F(SleepScenario, NeverSaysAfterAResumeWhatWasTrueBeforeIt) {
    Client mail({.endpoints = {world_->beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    ASSERT_TRUE(logind().holds(1));
    logind().tell("sleep yes");
    ASSERT_EQ(mail.change(1).to, State::offline);
    world_->beyond_imap.reset();
    logind().tell("sleep no");
    EXPECT_TRUE(mail.meets(Reason::refused, up_again)) << word(mail.reason());
    expect_no_more_than(1, mail);

    const Stamp back = now();
    world_->beyond_imap = serve_at(world_->server, 143, servers::imap());
    expect_back(mail, 2, back, 2200ms + timeout + noise);
    expect_no_more_than(2, mail);
}

TEST_F(SleepScenario, IsOnlineSoonAfterASleepThatChangedNothing) {
    Client mail({.endpoints = {world_->beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    for (std::size_t sleeps = 1; sleeps <= 2; ++sleeps) {
        ASSERT_TRUE(logind().holds(1));
        logind().tell("sleep yes");
        ASSERT_EQ(mail.change(2 * sleeps - 1).to, State::offline);
        ASSERT_TRUE(logind().holds(0));
        const Stamp woke = now();
        logind().tell("sleep no");
        expect_back(mail, 2 * sleeps, woke, up_again);
    }
    expect_no_more_than(4, mail);
}

TEST_F(SleepScenario, AClientThatDoesNotReturnHoldsTheMachineBackForTwoSecondsAndNoLonger) {
    Client mail({.endpoints = {world_->beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    std::promise<void> end;
    std::atomic<bool> hangs{false};
    auto session = Session::open("Work");
    auto hanging = session->subscribe([&, ended = end.get_future().share()](const Notification& told) {
        if (told.kind == Notification::Kind::start && !hangs.exchange(true))
            ended.wait();
    });
    ASSERT_TRUE(logind().holds(1));
    const Stamp announced = now();
    logind().tell("sleep yes");
    ASSERT_TRUE(logind().holds(0));
    EXPECT_TRUE(hangs);
    EXPECT_GT(logind().released() - announced, 1900ms);
    EXPECT_LT(logind().released() - announced, held_back_at_most + noise);
    const auto change = mail.change(1);
    EXPECT_EQ(change.to, State::offline);
    EXPECT_LT(change.done, logind().released());
    end.set_value();
}

TEST_F(SleepScenario, TheUsersWishToWorkOfflineOutlivesTheNetworkAndTheSleep) {
    Client mail({.endpoints = {world_->beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    ASSERT_TRUE(logind().holds(1));
    wish(State::offline);
    ASSERT_EQ(mail.change(1).to, State::offline);
    const auto still_works_offline = [&] {
        expect_no_more_than(1, mail, 500ms);
        EXPECT_EQ(mail.reason(), Reason::user) << word(mail.reason());
    };
    still_works_offline();
    world_->card().down();
    still_works_offline();
    world_->card().up();
    world_->add_default_route();
    still_works_offline();
    logind().tell("sleep yes");
    ASSERT_TRUE(logind().holds(0));
    still_works_offline();
    logind().tell("sleep no");
    ASSERT_TRUE(logind().holds(1));
    still_works_offline();
    wish(State::online);
    expect_back(mail, 2, now());
}

TEST_F(SleepScenario, IsNotHeldBackByAForkOfTheProgram) {
    Client mail({.endpoints = {world_->beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    ASSERT_TRUE(logind().holds(1));
    let_every_other_thread_rest();
    std::array<int, 2> closed{};
    ASSERT_EQ(::pipe(closed.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        while (::write(closed[1], "", 1) != 1) {
        }
        for (;;)
            ::pause();
    }
    char byte = 0; // until then the child may miss what the parent closes first
    ASSERT_EQ(::read(closed[0], &byte, 1), 1);
    logind().tell("sleep yes");
    EXPECT_TRUE(logind().holds(0));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

TEST_F(SleepScenario, IsAwakeAgainWhereLogindEndsInItsSleep) {
    Client mail({.endpoints = {world_->beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    ASSERT_TRUE(logind().holds(1));
    logind().tell("sleep yes");
    ASSERT_TRUE(mail.meets(Reason::suspended));
    const Stamp left = now();
    logind().tell("leave logind");
    expect_back(mail, 2, left, up_again);
    EXPECT_TRUE(logind().holds(0));
    logind().tell("play logind");
    EXPECT_TRUE(logind().holds(1));
}

TEST_F(SleepScenario, BelievesNobodyButLogind) {
    Client mail({.endpoints = {world_->beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    ASSERT_TRUE(logind().holds(1));
    logind().tell("forge");
    logind().tell("wrong yes");
    logind().tell("sleep yes");
    expect_no_more_than(0, mail, 500ms);
    EXPECT_EQ(logind().number("inhibitors"), 1);
}

// Rows where the bus is missing, comes and goes.
class BusScenario : public NetTest {
protected:
    void SetUp() override {
        NetTest::SetUp();
        if (!IsSkipped() && !MessageBus::missing().empty())
            GTEST_SKIP() << MessageBus::missing();
    }
};

TEST_F(BusScenario, WorksWithoutNetworkManagerLogindAndBus) {
    RoutingWorld world;
    const MessageBus none;
    const Stamp began = now();
    Client mail({.endpoints = {world.beyond}});
    expect_online(mail, began, timeout);
    expect_no_more_than(0, mail, 500ms);
    expect_no_route(mail, 1, world.card().down());
    world.card().up();
    expect_back(mail, 2, world.add_default_route());
    expect_no_more_than(2, mail);
}

TEST_F(BusScenario, HearsOfASleepThoughTheBusCameLateAndDiedInBetween) {
    RoutingWorld world;
    MessageBus bus;
    Client mail({.endpoints = {world.beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    for (std::size_t lives = 1; lives <= 2; ++lives) {
        bus.start();
        Players logind;
        logind.tell("play logind");
        ASSERT_TRUE(logind.holds(1));
        logind.tell("sleep yes");
        ASSERT_EQ(mail.change(2 * lives - 1).to, State::offline);
        ASSERT_TRUE(mail.meets(Reason::suspended));
        bus.stop();
        EXPECT_EQ(mail.change(2 * lives).to, State::online)
            << "nobody is left to say that the machine is awake";
    }
    expect_no_more_than(4, mail);
}

} // namespace
} // namespace offline::net
