// A child after fork(): nothing works there, nothing hangs there, and nothing there is the parent's.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <offline/inbox.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "com/client.h"
#include "com/home.h"
#include "com/listener.h"
#include "servers/scripts.h"

// Asked by LeakSanitizer at exit. What only the parent's threads hold looks lost in a child that has none of
// them.
static bool in_the_child = false;
extern "C" __attribute__((visibility("default"))) int __lsan_is_turned_off();

extern "C" int __lsan_is_turned_off() { return in_the_child; }

namespace offline::clients {
namespace {

// The allocator of GCC 12's AddressSanitizer is not made ready for a fork, as the C library's is: whatever
// lock another thread holds in it at that moment stays locked in the child. So there every other thread has
// to be asleep.
void let_the_sanitizer_be_ready() {
#ifdef __SANITIZE_ADDRESS__
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
    for (int quiet = 0; quiet < 3; quiet = somebody_works() ? 0 : quiet + 1)
        ::poll(nullptr, 0, 2);
#endif
}

// Runs `act` in a forked child, which ends by exit(); gives its wait status. A child that hangs is killed.
int in_a_child(const std::function<void()>& act) {
    let_the_sanitizer_be_ready();
    const pid_t child = ::fork();
    if (child == 0) {
        in_the_child = true;
        ::alarm(20);
        act();
        std::exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
}

void expect_a_clean_end(int status) {
    EXPECT_TRUE(WIFEXITED(status)) << "the child was killed by signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0) << "see what the child printed";
}

using Descriptors = std::map<int, std::string>;

Descriptors descriptors() {
    Descriptors open;
    std::error_code gone;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        if (const auto target = std::filesystem::read_symlink(entry, gone); !gone)
            open.emplace(std::atoi(entry.path().filename().c_str()), target.string());
    std::erase_if(open, [](const auto& each) { return each.second.find("/fd") != std::string::npos; });
    return open;
}

// Before the library was first called.
const Descriptors at_first = descriptors();

TEST(Fork, AChildThatWasMadeInsideNotifyEndsWhenItReturnsFromIt) {
    const auto manager = create(fresh_name());
    std::atomic<pid_t> child = 0;
    Listener listener([&](const MAPIOFFLINE_NOTIFY& notice) {
        if (notice.NotifyType != MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE)
            return;
        let_the_sanitizer_be_ready();
        const pid_t made = ::fork();
        in_the_child = made == 0;
        if (made != 0)
            child = made;
        else
            ::alarm(20);
    });
    const auto token = advise(*manager, listener);
    ASSERT_EQ(set_and_wait(*manager, offline_state), S_OK);
    ASSERT_TRUE(listener.returns(3));
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    expect_a_clean_end(status);
    EXPECT_EQ(manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token), S_OK);
}

TEST(Fork, InTheChildEveryMethodIsUnexpectedAndGivesNothing) {
    const auto name = fresh_name();
    const auto manager = create(name);
    Listener listener;
    const auto token = advise(*manager, listener);
    ASSERT_EQ(set_and_wait(*manager, offline_state), S_OK);
    expect_a_clean_end(in_a_child([&] {
        EXPECT_EQ(set(*manager, online_state), E_UNEXPECTED);
        EXPECT_EQ(set_and_wait(*manager, online_state), E_UNEXPECTED);
        ULONG value = 5;
        EXPECT_EQ(manager->GetCapabilities(&value), E_UNEXPECTED);
        EXPECT_EQ(value, 0u);
        auto info = registration(&listener);
        value = 5;
        EXPECT_EQ(manager->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &value), E_UNEXPECTED);
        EXPECT_EQ(value, 0u);
        EXPECT_EQ(unadvise(*manager, token), E_UNEXPECTED);
        void* face = &value;
        EXPECT_EQ(manager->QueryInterface(IID_IUnknown, &face), E_UNEXPECTED);
        EXPECT_EQ(face, nullptr);
        auto* opened = manager.get();
        EXPECT_EQ(HrOpenOfflineObj(0, name.c_str(), &GUID_GlobalState, nullptr, &opened), E_UNEXPECTED);
        EXPECT_EQ(opened, nullptr);
        EXPECT_FALSE(create(name));
        EXPECT_EQ(listener.references(), 2u);
    }));
    EXPECT_EQ(unadvise(*manager, token), S_OK);
}

TEST(Fork, InTheChildGetCurrentStateGivesTheLastState) {
    const auto manager = fresh_profile();
    ASSERT_EQ(set_and_wait(*manager, offline_state), S_OK);
    expect_a_clean_end(in_a_child([&] {
        ULONG state = 0;
        EXPECT_EQ(manager->GetCurrentState(&state), S_OK);
        EXPECT_EQ(state, offline_state);
    }));
}

TEST(Fork, InTheChildReferencesCanBeGivenBack) {
    expect_a_clean_end(in_a_child([manager = fresh_profile().release()] {
        EXPECT_EQ(manager->AddRef(), 2u);
        EXPECT_EQ(manager->Release(), 1u);
        EXPECT_EQ(manager->Release(), 0u);
    }));
}

TEST(Fork, InMidNotifyLeavesTheChildFreeAndTheParentWorking) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener listener([&](auto&) { gate.pass(); });
    const auto token = advise(*manager, listener);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    expect_a_clean_end(in_a_child([&] {
        EXPECT_EQ(unadvise(*manager, token), E_UNEXPECTED) << "its Notify runs in the parent alone";
        EXPECT_EQ(state_of(*manager), online_state);
    }));
    gate.open();
    EXPECT_TRUE(listener.returns(3));
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    EXPECT_EQ(listener.heard(), went_offline);
}

TEST(Fork, OfAForkIsNoBetter) {
    const auto manager = fresh_profile();
    expect_a_clean_end(in_a_child([&] {
        expect_a_clean_end(in_a_child([&] { EXPECT_EQ(set(*manager, offline_state), E_UNEXPECTED); }));
    }));
}

// A client that forks inside its QueryInterface or Release. The child says of itself how it goes on.
class Forker final : public IMAPIOfflineNotify {
public:
    enum class Where : std::uint8_t { query_interface, release };

    explicit Forker(Where where) : where_(where) {}

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void** ppvObject) override {
        *ppvObject = this;
        fork_in(Where::query_interface);
        return S_OK;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return 2; }

    ULONG STDMETHODCALLTYPE Release() override {
        fork_in(Where::release);
        return 1;
    }

    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) override {}

    pid_t child() const { return child_; }

private:
    void fork_in(Where where) {
        if (where != where_ || child_ >= 0)
            return;
        let_the_sanitizer_be_ready();
        child_ = ::fork();
        in_the_child = child_ == 0;
        if (in_the_child)
            ::alarm(20);
    }

    const Where where_;
    std::atomic<pid_t> child_ = -1;
};

void end_a_child_well_if(bool good) {
    if (in_the_child)
        std::exit(good ? 0 : 1);
}

void expect_a_good_end_of(pid_t child) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    expect_a_clean_end(status);
}

TEST(Fork, InsideQueryInterfaceMakesTheChildsAdviseFail) {
    const auto manager = fresh_profile();
    Forker forker(Forker::Where::query_interface);
    auto info = registration(&forker);
    ULONG token = 0;
    const auto result = manager->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token);
    end_a_child_well_if(result == E_UNEXPECTED && token == 0);
    EXPECT_EQ(result, S_OK);
    expect_a_good_end_of(forker.child());
    EXPECT_EQ(unadvise(*manager, token), S_OK);
}

TEST(Fork, InsideReleaseLetsTheChildReturnFromUnadvise) {
    const auto manager = fresh_profile();
    Forker forker(Forker::Where::release);
    const auto token = advise(*manager, forker);
    unadvise(*manager, token);
    end_a_child_well_if(set(*manager, offline_state) == E_UNEXPECTED);
    expect_a_good_end_of(forker.child());
    EXPECT_EQ(set_once_free(*manager, offline_state), S_OK);
}

TEST(Fork, InsideTheReleaseOfOneOfManyLetsTheChildReturnFromTheLastRelease) {
    auto* const manager = fresh_profile().release();
    Gate gate;
    Listener slow([&](auto&) { gate.pass(); });
    Forker forker(Forker::Where::release);
    ASSERT_NE(advise(*manager, forker), 0u);
    ASSERT_NE(advise(*manager, slow), 0u);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    std::thread opener([&] {
        while (forker.child() < 0)
            ::poll(nullptr, 0, 5);
        gate.open();
    });
    manager->Release();
    end_a_child_well_if(true);
    opener.join();
    expect_a_good_end_of(forker.child());
    EXPECT_TRUE(slow.is_let_go());
}

TEST(Fork, SharesNoDescriptorOfTheEngineAndTheParentGoesOn) {
    const auto port = servers::ScriptedServer(servers::imap(), {"127.0.0.1", 0}).port();
    Home::profile("forked.toml",
                  "name = \"Forked\"\nendpoints = [\"imap://127.0.0.1:" + std::to_string(port) +
                      "\"]\n[probe]\nretry = \"100ms\"\nretry_max = \"100ms\"\n");
    const auto manager = open(L"Forked");
    ASSERT_TRUE(manager);
    ASSERT_TRUE(becomes(*manager, offline_state));
    const auto in_the_parent = descriptors();
    EXPECT_GT(in_the_parent.size(), at_first.size()) << "the engine has no descriptors that could be shared";

    expect_a_clean_end(in_a_child([&] {
        for (const auto& [number, target] : descriptors())
            EXPECT_TRUE(at_first.contains(number)) << number << " is " << target;
    }));

    servers::ScriptedServer back(servers::imap(), {"127.0.0.1", port});
    EXPECT_TRUE(becomes(*manager, online_state)) << "the parent hears nothing any more";
}

TEST(Fork, LeavesTheChildNothingOfAnInboxAndTheParentGoesOn) {
    const auto name = fresh_name();
    const auto manager = create(name);
    const auto session = Session::open(std::string(name.begin(), name.end()));
    ASSERT_TRUE(session);
    std::optional<Inbox> inbox(std::in_place, *session);
    constexpr std::size_t so_many_that_one_waits = 22;
    for (std::size_t i = 0; i < so_many_that_one_waits; ++i)
        EXPECT_EQ(set_and_wait(*manager, i % 2 == 0 ? offline_state : online_state), S_OK);
    const int descriptor = inbox->descriptor();

    expect_a_clean_end(in_a_child([&] {
        EXPECT_EQ(::fcntl(descriptor, F_GETFD), -1);
        EXPECT_EQ(inbox->descriptor(), -1);
        EXPECT_FALSE(inbox->take());
        EXPECT_FALSE(Inbox(*session).take());
        inbox.reset(); // though a call waits in it, in the parent
    }));

    const auto first = inbox->take();
    EXPECT_TRUE(first && first->kind == Notification::Kind::snapshot);
    inbox.reset();
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
}

// A port where connections are made and nothing is said; closed on exec, unlike a ScriptedServer's.
class SilentPort {
public:
    SilentPort() {
        EXPECT_EQ(::listen(socket_, 8), 0); // unbound: the kernel chooses the port
        socklen_t size = sizeof address_;
        EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address_), &size), 0);
    }

    ~SilentPort() { ::close(socket_); }

    SilentPort(const SilentPort&) = delete;
    SilentPort& operator=(const SilentPort&) = delete;

    std::uint16_t port() const { return ntohs(address_.sin_port); }

    bool met() const {
        pollfd waiting{socket_, POLLIN, 0};
        return ::poll(&waiting, 1, static_cast<int>(std::chrono::milliseconds(generous).count())) == 1;
    }

private:
    int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address_{};
};

TEST(Fork, EachDescriptorOfTheLibraryClosesOnExec) {
    const SilentPort server;
    Home::profile("executed.toml", "name = \"Executed\"\nendpoints = [\"imap://127.0.0.1:" +
                                       std::to_string(server.port()) + "\"]\n");
    const auto manager = open(L"Executed");
    ASSERT_TRUE(manager);
    ASSERT_TRUE(server.met());
    open(L"Nobody's"); // opens the log
    for (const auto& [number, target] : descriptors()) {
        const int flags = ::fcntl(number, F_GETFD);
        if (at_first.contains(number) || flags < 0)
            continue;
        EXPECT_TRUE(flags & FD_CLOEXEC) << number << " is " << target;
    }
}

} // namespace
} // namespace offline::clients
