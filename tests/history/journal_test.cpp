#include <atomic>
#include <csignal>
#include <thread>

#include "history/database.h"
#include "history/life.h"
#include "history/writer.h"

namespace offline::history {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class Journals : public Life {
protected:
    static Change of(const std::string& profile, int number) {
        return {.profile = profile,
                .transition = {number % 2 == 0 ? State::online : State::offline,
                               number % 2 == 0 ? State::offline : State::online, Reason::unknown,
                               Reason::refused, std::to_string(number)},
                .evidence = {}};
    }

    static std::string name(int profile) { return "profile " + std::to_string(profile); }
};

TEST_F(Journals, TakeRecordsFromManyThreads) {
    constexpr int threads = 4, each = 500;
    journal();
    {
        std::vector<std::jthread> writers;
        for (int who = 0; who < threads; ++who)
            writers.emplace_back([&, who] {
                for (int i = 0; i < each; ++i)
                    journal_->record(of(name(who), i));
                EXPECT_TRUE(journal_->flush());
            });
    }
    for (int who = 0; who < threads; ++who) {
        const auto found = reader().changes(name(who), {}, {}).value();
        ASSERT_THAT(found, SizeIs(each));
        for (int i = 0; i < each; ++i)
            ASSERT_EQ(found[static_cast<std::size_t>(i)].detail, std::to_string(i));
    }
}

TEST_F(Journals, NeverKeepWhoRecordsWaiting) {
    write(begins(at(0s)));
    const Database other(file_, Database::Access::write);
    other.run("BEGIN IMMEDIATE"); // nobody else can write as long as this lasts
    journal().record(goes_offline(at(1s)));
    journal().record(comes_online(at(2s)));
    EXPECT_THAT(changes(), IsEmpty());
    other.run("COMMIT");
    write();
    EXPECT_THAT(changes(), SizeIs(2));
    EXPECT_THAT(told_.lines(), IsEmpty());
}

TEST_F(Journals, WriteByThemselvesSoonAfter) {
    journal().record(begins(at(0s)));
    journal().record(goes_offline(at(1s)));
    for (;;) { // CTest ends a test that waits in vain
        const auto opened = Reader::open(file_).value();
        if (opened && !changes().empty())
            break;
        std::this_thread::yield();
    }
}

TEST_F(Journals, EndWhatIsWatchedWhenTheyEnd) {
    write(begins(Moment::now()));
    journal_.reset();
    const auto now = Moment::now();
    EXPECT_LT(summary({now.monotonic + 1h, now.wall + 1h}).online, 1min);
}

TEST_F(Journals, OfTwoProcessesShareAFile) {
    Writer one({file_.native(), "200"});
    Writer other({file_.native(), "200"});
    unsigned long safe_of_one = 0, safe_of_other = 0;
    while (const auto next = one.next_safe())
        safe_of_one = next;
    while (const auto next = other.next_safe())
        safe_of_other = next;
    EXPECT_EQ(one.wait(), 0);
    EXPECT_EQ(other.wait(), 0);
    EXPECT_EQ(safe_of_one, 200U);
    EXPECT_EQ(safe_of_other, 200U);
    EXPECT_THAT(changes(), SizeIs(400));
}

TEST_F(Journals, AreReadByTwoWhileTheyWrite) {
    write(begins(at(0s)));
    std::atomic<bool> over = false;
    const auto read = [&] {
        std::size_t before = 0;
        auto reader = this->reader();
        while (!over) {
            const auto found = reader.changes("Work", {}, {}).value();
            const auto sum = reader.summary("Work", {}, at(23h)).value().value();
            ASSERT_GE(found.size(), before);
            ASSERT_GE(sum.changes, found.size());
            ASSERT_EQ(sum.online + sum.offline, 23h)
                << "sums, entries and what is under way are of one instant";
            before = found.size();
        }
    };
    {
        std::jthread one(read), other(read);
        for (int i = 0; i < 2000; ++i) {
            journal().record(i % 2 == 0 ? goes_offline(at(i * 10s)) : comes_online(at(i * 10s)));
            if (i % 20 == 0) {
                EXPECT_TRUE(journal().flush());
            }
        }
        EXPECT_TRUE(journal().flush());
        over = true;
    }
    EXPECT_THAT(changes(), SizeIs(2000));
}

TEST_F(Journals, RunNoHandlerOfTheProgram) {
    static std::atomic<pthread_t> handled_on{};

    struct sigaction before {
    }, counting{};

    counting.sa_handler = [](int) { handled_on = pthread_self(); };
    sigaction(SIGUSR1, &counting, &before);
    write(begins(at(0s)));
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &one, nullptr);
    kill(getpid(), SIGUSR1); // for any thread that takes it
    write(goes_offline(at(1s)));
    EXPECT_EQ(handled_on, pthread_t{}) << "the journal's thread left it pending";
    pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
    EXPECT_EQ(handled_on, pthread_self());
    sigaction(SIGUSR1, &before, nullptr);
}

} // namespace
} // namespace offline::history
