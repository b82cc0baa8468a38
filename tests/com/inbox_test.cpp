// What a program with a loop of its own is told, through the descriptor that it polls.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <offline/inbox.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "com/client.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

using Kind = Notification::Kind;

constexpr std::size_t most_untaken = 64;
constexpr std::size_t phases = 3;

// A profile that the test sets, and how the native API sees it.
struct Profile {
    std::wstring name = fresh_name();
    Manager manager = create(name);
    std::optional<Session> session = Session::open(std::string(name.begin(), name.end()));

    // Returns when that has been told to all who listen.
    void flip() const { EXPECT_EQ(set_and_wait(*manager, other_state()), S_OK); }

    // Returns as soon as that has begun: the change before may end a moment after its last DONE was taken.
    void begin_to_flip() const {
        const auto other = other_state();
        HRESULT result = E_PENDING;
        while ((result = set(*manager, other)) == E_PENDING)
            std::this_thread::yield();
        EXPECT_EQ(result, S_OK);
    }

private:
    ULONG other_state() const { return state_of(*manager) == online_state ? offline_state : online_state; }
};

bool readable(int descriptor, std::chrono::milliseconds limit = std::chrono::milliseconds(0)) {
    pollfd polled{descriptor, POLLIN, 0};
    return ::poll(&polled, 1, static_cast<int>(limit.count())) == 1 && polled.revents == POLLIN;
}

// Waits for the next one, as a loop does.
std::optional<Notification> next(Inbox& inbox) {
    return readable(inbox.descriptor(), generous) ? inbox.take() : std::nullopt;
}

std::vector<Notification> next(Inbox& inbox, std::size_t how_many) {
    std::vector<Notification> all;
    while (all.size() < how_many) {
        auto told = next(inbox);
        if (!told)
            break;
        all.push_back(std::move(*told));
    }
    return all;
}

// Whether it is a snapshot and then whole changes, each from the state that the one before has left.
bool is_a_chain(const std::vector<Notification>& told) {
    if (told.empty() || told.front().kind != Kind::snapshot || told.size() % phases != 1)
        return false;
    auto state = told.front().new_state;
    for (std::size_t i = 1; i < told.size(); i += phases) {
        for (std::size_t phase = 0; phase < phases; ++phase) {
            const auto& each = told[i + phase];
            const auto kind = static_cast<Kind>(static_cast<std::size_t>(Kind::start) + phase);
            if (each.kind != kind || each.old_state != state || each.new_state == state)
                return false;
        }
        state = told[i].new_state;
    }
    return true;
}

TEST(Inbox, BeginsWithTheSnapshot) {
    const Profile profile;
    Inbox inbox(*profile.session);
    EXPECT_TRUE(readable(inbox.descriptor()));
    const auto first = inbox.take();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->kind, Kind::snapshot);
    EXPECT_EQ(first->new_state, State::online);
    EXPECT_FALSE(readable(inbox.descriptor()));
    EXPECT_FALSE(inbox.take()) << "a wake-up too many";
}

TEST(Inbox, IsReadableAsLongAsThereIsSomethingToTake) {
    const Profile profile;
    Inbox inbox(*profile.session);
    for (const std::size_t how_many : {1 + phases, phases}) {
        profile.begin_to_flip();
        for (std::size_t left = how_many; left > 0; --left) {
            EXPECT_TRUE(readable(inbox.descriptor(), generous));
            EXPECT_TRUE(inbox.take());
        }
        EXPECT_FALSE(readable(inbox.descriptor()));
    }
}

TEST(Inbox, WakesAnEdgeTriggeredLoopEachTimeThatItWasEmpty) {
    const Profile profile;
    Inbox inbox(*profile.session);
    const int loop = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event event{.events = EPOLLIN | EPOLLET, .data = {}};
    ASSERT_EQ(::epoll_ctl(loop, EPOLL_CTL_ADD, inbox.descriptor(), &event), 0);
    std::vector<Notification> told;
    profile.begin_to_flip();
    while (told.size() < 1 + 2 * phases) {
        ASSERT_EQ(
            ::epoll_wait(loop, &event, 1, static_cast<int>(std::chrono::milliseconds(generous).count())), 1);
        while (auto each = inbox.take())
            told.push_back(std::move(*each));
        if (told.size() == 1 + phases)
            profile.begin_to_flip();
    }
    ::close(loop);
    EXPECT_TRUE(is_a_chain(told));
}

// Each change is taken before the next, since one that lags on a busy machine may miss two of them.
TEST(Inbox, TellsEachChangeInOrderToALoopThatReads) {
    const Profile profile;
    Inbox inbox(*profile.session);
    std::vector<Notification> told = next(inbox, 1);
    constexpr std::size_t changes = 200;
    for (std::size_t i = 0; i < changes; ++i) {
        profile.begin_to_flip();
        for (auto& each : next(inbox, phases))
            told.push_back(std::move(each));
    }
    EXPECT_EQ(told.size(), 1 + changes * phases) << "some are missing";
    EXPECT_TRUE(is_a_chain(told));
    EXPECT_FALSE(inbox.take());
}

TEST(Inbox, GivesEachNotificationToOneOfManyReaders) {
    const Profile profile;
    Inbox inbox(*profile.session);
    constexpr std::size_t changes = 20;
    std::atomic<std::size_t> taken = 0;
    std::atomic<bool> over = false;
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i)
        readers.emplace_back([&] {
            while (!over)
                if (readable(inbox.descriptor(), std::chrono::milliseconds(1)) && inbox.take())
                    ++taken;
        });
    for (std::size_t i = 1; i <= changes; ++i) {
        profile.begin_to_flip();
        const auto limit = std::chrono::steady_clock::now() + generous;
        while (taken < 1 + i * phases && std::chrono::steady_clock::now() < limit)
            std::this_thread::yield();
    }
    over = true;
    for (auto& reader : readers)
        reader.join();
    EXPECT_EQ(taken, 1 + changes * phases);
    EXPECT_FALSE(readable(inbox.descriptor()));
}

TEST(Inbox, ThatIsNotReadKeepsSoManyAndLeavesOutWholePairs) {
    const Profile profile;
    Inbox inbox(*profile.session);
    constexpr std::size_t changes = most_untaken / phases * 2; // when it is full, the last is not in it
    for (std::size_t i = 0; i < changes; ++i)
        profile.flip();
    std::vector<Notification> told = next(inbox, 1);
    const auto tells_what_holds = [&] {
        return told.back().kind == Kind::done && told.back().new_state == profile.session->state();
    };
    constexpr std::chrono::milliseconds quiet{200};
    while (readable(inbox.descriptor(), tells_what_holds() ? quiet : generous))
        told.push_back(*inbox.take());
    EXPECT_TRUE(is_a_chain(told));
    EXPECT_TRUE(tells_what_holds());
    EXPECT_GE(told.size(), most_untaken);
    EXPECT_LE(told.size(), most_untaken + 2 * phases) << "it keeps a change that was begun, and one more";
}

TEST(Inbox, ThatIsFullEndsAtOnceAndLetsTheChangeGoOn) {
    const Profile profile;
    std::optional<Inbox> inbox(std::in_place, *profile.session);
    for (std::size_t i = 0; i < (most_untaken - 1) / phases; ++i)
        profile.flip();
    Listener listener;
    const auto token = advise(*profile.manager, listener);
    ASSERT_EQ(set(*profile.manager, online_state), S_OK);
    ASSERT_TRUE(listener.begins(1)); // START, which the inbox has no room for
    inbox.reset();
    EXPECT_TRUE(listener.returns(phases));
    EXPECT_EQ(listener.heard(), went_online);
    EXPECT_EQ(unadvise(*profile.manager, token), S_OK);
}

TEST(Inbox, OutlivesTheHandleOfItsSession) {
    Profile profile;
    Inbox inbox(*profile.session);
    profile.session.reset();
    profile.flip();
    EXPECT_TRUE(is_a_chain(next(inbox, 1 + phases)));
}

TEST(Inbox, KeepsItsDescriptorWhereItIsMoved) {
    const Profile profile;
    Inbox first(*profile.session);
    const int descriptor = first.descriptor();
    Inbox second(std::move(first));
    EXPECT_EQ(second.descriptor(), descriptor);
    Inbox third(*profile.session);
    third = std::move(second);
    EXPECT_EQ(third.descriptor(), descriptor);
    profile.flip();
    EXPECT_TRUE(is_a_chain(next(third, 1 + phases)));
}

TEST(Inbox, ClosesItsDescriptorOnExecAndWhenItEnds) {
    const Profile profile;
    int descriptor = -1;
    {
        const Inbox inbox(*profile.session);
        descriptor = inbox.descriptor();
        EXPECT_EQ(::fcntl(descriptor, F_GETFD), FD_CLOEXEC);
    }
    EXPECT_EQ(::fcntl(descriptor, F_GETFD), -1);
}

TEST(Inbox, SaysSoWhereTheProcessHasNoDescriptorLeft) {
    const Profile profile;
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{0, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    EXPECT_THROW(Inbox{*profile.session}, std::system_error);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_GE(Inbox(*profile.session).descriptor(), 0);
}

} // namespace
} // namespace offline::clients
