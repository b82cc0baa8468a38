// Bad neighbours: none of them makes the daemon grow, or keeps others from being served.
#include <chrono>
#include <future>

#include <gmock/gmock.h>

#include "bus/costs.h"
#include "bus/switch_test.h"

namespace offline::bus {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

class FloodTest : public SwitchTest {
protected:
    long memory_kib() { return daemon().process().resident_kib(); }

    /// How long somebody else waits for an answer.
    std::chrono::nanoseconds is_served() {
        const auto asked = std::chrono::steady_clock::now();
        profile_->snapshot();
        return std::chrono::steady_clock::now() - asked;
    }
};

constexpr long grown_kib = at_most_kib(40L * 1024); // a leak of one call's worth would be more
constexpr long nothing_kib = at_most_kib(2048);

TEST_F(FloodTest, OfCallsKeepsNobodyFromBeingServed) {
    const auto before = memory_kib();
    const auto flooding = client();
    std::promise<void> half_way;
    auto flood = std::async(std::launch::async, [&] {
        const auto proxy = sdbus::createProxy(flooding->connection(), bus_name, switch_path);
        for (int i = 0; i < 100'000; ++i) {
            proxy->callMethod("Snapshot").onInterface("org.offlined.Offline1.Profile").dontExpectReply();
            if (i == 50'000)
                half_way.set_value();
        }
    });
    half_way.get_future().wait();
    EXPECT_LT(is_served(), soon);
    EXPECT_THAT(profile_->set_state("offline").get(), IsEmpty());
    flood.get();
    EXPECT_LT(is_served(), soon);
    EXPECT_LT(memory_kib() - before, grown_kib);
}

TEST_F(FloodTest, OfProfilesEndsAtAThousand) {
    const auto before = memory_kib();
    int made = 0;
    int refused = 0;
    for (int i = 0; i < 10'000; ++i) {
        const auto answer = program_->open("made-" + std::to_string(i));
        if (answer == "error LimitReached")
            ++refused;
        else
            ++made;
    }
    EXPECT_EQ(made, 999) << "and the one that was there";
    EXPECT_EQ(refused, 9'001);
    EXPECT_THAT(program_->open("made-7"), testing::HasSubstr("/profile/made_2d7"))
        << "what is there is there";
    EXPECT_LT(memory_kib() - before, grown_kib);
    daemon().write_profile("work.toml", "name = \"Work\"\nendpoints = [\"imap://127.0.0.1:1\"]\n");
    EXPECT_THAT(program_->open("Work", false), testing::HasSubstr("/profile/work"))
        << "files are not counted";
}

TEST_F(FloodTest, OfLongWordsIsRefused) {
    const std::string long_name(1 << 20, 'x');
    const auto before = memory_kib();
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(program_->open(long_name), "error LimitReached");
        EXPECT_EQ(profile_->set_state(long_name).get(), "InvalidArgument");
        try {
            profile_->Report(true, long_name);
            ADD_FAILURE();
        } catch (const sdbus::Error& error) {
            EXPECT_EQ(short_name(error), "Usage");
            EXPECT_LT(error.getMessage().size(), 1000U);
        }
    }
    EXPECT_EQ(program_->open(std::string(256, 'x')), "error LimitReached");
    EXPECT_THAT(program_->open(std::string(255, 'x')), testing::HasSubstr("/profile/xxx"));
    EXPECT_LT(memory_kib() - before, grown_kib);
}

TEST_F(FloodTest, WhoNeverReadsItsRepliesHarmsNobody) {
    const auto before = memory_kib();
    const auto deaf = sdbus::createSessionBusConnectionWithAddress(daemon().address()); // no loop reads
    const auto proxy = sdbus::createProxy(*deaf, bus_name, manager_path);
    for (int i = 0; i < 5'000; ++i)
        static_cast<void>(proxy->callMethodAsync("GetManagedObjects")
                              .onInterface("org.freedesktop.DBus.ObjectManager")
                              .uponReplyInvoke([](const sdbus::Error*, const sdbus::Variant&) {}));
    for (int i = 0; i < 20; ++i)
        EXPECT_LT(is_served(), soon);
    EXPECT_THAT(profile_->set_state("offline").get(), IsEmpty());
    EXPECT_LT(memory_kib() - before, grown_kib);
}

TEST_F(FloodTest, OfCallsThatWaitEndsAtEightForAConnection) {
    std::vector<std::unique_ptr<Profile>> held;
    std::vector<std::future<std::string>> waiting;
    for (int i = 0; i < 8; ++i) {
        held.push_back(program_->profile("held-" + std::to_string(i)));
        held.back()->join();
        waiting.push_back(held.back()->set_state("offline"));
        held.back()->hears("START");
    }
    EXPECT_EQ(profile_->set_state("offline").get(), "LimitReached");
    EXPECT_THAT(profile_->set_state("offline", false).get(), IsEmpty()) << "who does not wait is not counted";
    const auto another = client();
    EXPECT_THAT(another->profile("free")->set_state("offline").get(), IsEmpty());
    for (int i = 0; i < 8; ++i) {
        held[static_cast<std::size_t>(i)]->Leave();
        EXPECT_THAT(waiting[static_cast<std::size_t>(i)].get(), IsEmpty());
    }
    EXPECT_THAT(profile_->set_state("online").get(), IsEmpty());
}

// Some are Pending, some are too many: each is answered.
TEST_F(FloodTest, OfWishesLeavesNobodyWithoutAnAnswer) {
    std::vector<std::future<void>> programs;
    for (int program = 0; program < 6; ++program)
        programs.push_back(std::async(std::launch::async, [this, program] {
            const auto own = client();
            const auto profile = own->profile("of-" + std::to_string(program / 2));
            for (int i = 0; i < 40; ++i) {
                std::vector<std::future<std::string>> answers;
                for (int at_once = 0; at_once < 4; ++at_once)
                    answers.push_back(
                        profile->set_state((i + at_once) % 2 == 0 ? "offline" : "online", at_once % 2 == 0));
                for (auto& answer : answers)
                    EXPECT_NE(answer.get(), "NoReply");
            }
        }));
    for (auto& program : programs)
        program.get();
    EXPECT_LT(is_served(), soon);
}

TEST_F(FloodTest, OfConnectionsThatComeAndGoLeavesNothing) {
    const auto visit = [&] {
        const auto visitor = client();
        visitor->profile("Switch")->join();
    };
    for (int i = 0; i < 20; ++i)
        visit();
    const auto before = memory_kib();
    for (int i = 0; i < 300; ++i)
        visit();
    EXPECT_THAT(profile_->set_state("offline").get(), IsEmpty());
    EXPECT_TRUE(comes_true([&] { return memory_kib() - before < nothing_kib; }));
}

} // namespace
} // namespace offline::bus
