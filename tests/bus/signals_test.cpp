#include <algorithm>
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "bus/daemon_on_bus.h"

namespace offline::bus {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// One program's view: what its snapshot said, and each signal after it.
struct View {
    Seen first;
    std::vector<Heard> after;

    explicit View(Profile& profile) : first(profile.snapshot()) {}

    void close(const Profile& profile) {
        std::ranges::copy_if(profile.heard(), std::back_inserter(after),
                             [this](const Heard& each) { return each.sequence > first.sequence; });
    }
};

// What the view knows must follow from its own start, signal by signal.
void expect_no_gap(const View& view, std::uint64_t last) {
    auto state = view.first.text("State");
    auto number = view.first.sequence;
    for (const auto& each : view.after) {
        ASSERT_EQ(each.sequence, number + 1) << "lost or doubled";
        number = each.sequence;
        if (each.what == "START") {
            EXPECT_EQ(each.old_state, state);
        }
        if (each.what == "STATECHANGE") {
            EXPECT_EQ(each.old_state, state);
            state = each.new_state;
        }
        if (each.what == "DONE") {
            EXPECT_EQ(each.new_state, state);
        }
    }
    EXPECT_EQ(number, last);
}

TEST_F(DaemonTest, NothingIsMissedOrDoubledBetweenASnapshotAndTheSignals) {
    daemon().start();
    const auto setter = client();
    const auto wished = setter->profile("Switch");
    constexpr int changes = 150;
    std::atomic<bool> over{false};
    std::thread wishes([&] {
        for (int i = 0; i < changes; ++i)
            EXPECT_THAT(wished->set_state(i % 2 == 0 ? "offline" : "online").get(), IsEmpty());
        over = true;
    });

    std::vector<std::unique_ptr<Client>> programs;
    std::vector<std::unique_ptr<Profile>> profiles;
    std::vector<View> views;
    while (!over && views.size() < 60) {
        if (programs.size() < 6)
            programs.push_back(client());
        profiles.push_back(programs[views.size() % programs.size()]->profile("Switch"));
        views.emplace_back(*profiles.back());
    }
    wishes.join();
    const auto last = wished->snapshot().sequence;
    EXPECT_EQ(last, 3U * changes);
    EXPECT_GT(views.size(), 10U);
    for (std::size_t i = 0; i < views.size(); ++i) {
        ASSERT_TRUE(comes_true([&] {
            return profiles[i]->heard().empty() ? views[i].first.sequence == last
                                                : profiles[i]->heard().back().sequence == last;
        }));
        views[i].close(*profiles[i]);
        expect_no_gap(views[i], last);
    }
}

TEST_F(DaemonTest, CountsEachProfileByItself) {
    daemon().start();
    const auto program = client();
    const auto one = program->profile("One");
    const auto two = program->profile("Two");
    one->set_state("offline").get();
    EXPECT_EQ(one->snapshot().sequence, 3U);
    EXPECT_EQ(two->snapshot().sequence, 0U);
    two->set_state("offline").get();
    EXPECT_EQ(two->hears(3)[0].sequence, 1U);
}

TEST_F(DaemonTest, TellsAReasonThatMovesWhileTheStateStays) {
    daemon().start();
    daemon().write_profile("work.toml", "name = \"Work\"\nendpoints = [\"imap://127.0.0.1:1\"]\n");
    const auto program = client();
    const auto work = program->profile("Work", false);
    constexpr std::uint64_t before = 3; // it has gone offline
    ASSERT_TRUE(comes_true([&] { return work->snapshot().sequence == before; }));
    EXPECT_THAT(work->set_state_then("offline"), IsEmpty());
    const auto moved = work->hears("reason");
    EXPECT_EQ(moved.sequence, before + 1);
    EXPECT_EQ(moved.new_state, "offline");
    EXPECT_EQ(moved.reason, "user");
    EXPECT_TRUE(work->sees("Reason", "user"));
    EXPECT_EQ(work->snapshot().text("Detail"), moved.detail);
}

TEST_F(DaemonTest, ExplainsTheEvidence) {
    daemon().start();
    daemon().write_profile("work.toml", "name = \"Work\"\nendpoints = [\"imap://127.0.0.1:1\"]\n");
    const auto program = client();
    const auto work = program->profile("Work", false);
    ASSERT_TRUE(comes_true([&] { return work->Reason() == "refused"; }));
    const auto [endpoints, suppressed, next] = work->Explain();
    ASSERT_THAT(endpoints, testing::SizeIs(1));
    const auto& endpoint = endpoints[0];
    EXPECT_EQ(endpoint.get<0>(), "imap://127.0.0.1:1");
    EXPECT_TRUE(endpoint.get<1>()) << "it was looked at";
    EXPECT_FALSE(endpoint.get<2>());
    EXPECT_EQ(endpoint.get<3>(), "refused");
    EXPECT_THAT(endpoint.get<4>(), HasSubstr("refused"));
    EXPECT_EQ(endpoint.get<5>(), "127.0.0.1");
    EXPECT_EQ(endpoint.get<6>().back().get<0>(), "connect");
    EXPECT_GT(endpoint.get<7>(), 0) << "milliseconds";
    EXPECT_GT(endpoint.get<8>(), 0) << "microseconds since 1970";
    EXPECT_TRUE(endpoint.get<9>() || endpoint.get<10>() >= 0) << "it is looked at now, or will be";
}

} // namespace
} // namespace offline::bus
