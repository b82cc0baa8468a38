#pragma once

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>

#include <gmock/gmock.h>

#include "bus/daemon_on_bus.h"
#include "net/net_test.h"
#include "net/routing_world.h"

namespace offline {

using namespace std::chrono_literals;

// It judges by itself 8 s after its daemon was last seen.
inline constexpr auto patience = 8s;
inline constexpr auto soon_after = 20s;

/// A mail program, which is the test itself, and its daemon, which begins as a process of its own, in one
/// network.
class AProgramWhoseDaemon : public net::NetTest {
protected:
    void SetUp() override {
        NetTest::SetUp();
        if (IsSkipped())
            return;
        if (!servers::BusDaemon::missing().empty())
            GTEST_SKIP() << servers::BusDaemon::missing();
        world_.emplace();
        put_on_disk(Profile{.endpoints = {world_->near}, .interval = interval_}); // and now the home is known
        begin_with("");
    }

    using Profile = net::ClientProfile;

    // On a bus that is configured so.
    void begin_with(const std::string& more, const char* runtime = "auto") {
        mail_.reset();
        daemon_.emplace(more);
        ::setenv("DBUS_SESSION_BUS_ADDRESS", daemon_->address().c_str(), 1);
        ::setenv("MAPIOFFLINE_RUNTIME", runtime, 1);
    }

    static servers::Process::Variables same_home() {
        return {{"XDG_CONFIG_HOME", std::getenv("XDG_CONFIG_HOME")}};
    }

    void launch_daemon() { daemon_->launch({}, same_home()); }

    void start_daemon() { daemon_->start({}, same_home()); }

    void start_both() {
        start_daemon();
        open();
    }

    void open() {
        mail_.emplace(Profile{.endpoints = {world_->near}, .interval = interval_});
        ASSERT_TRUE(mail_->meets(Reason::ok));
        looks_ = world_->near_imap->connections();
    }

    bool looks_by_itself() {
        return bus::comes_true([&] { return world_->near_imap->connections() > looks_; }, soon_after);
    }

    // What any other program on the bus sees of the profile.
    std::string seen_by_others(const std::string& key) {
        return bus::Client(daemon_->address()).profile("Work", false)->snapshot().text(key);
    }

    bool is_seen_by_others(const std::string& key, const std::string& value) {
        try {
            return seen_by_others(key) == value;
        } catch (const sdbus::Error&) { // nobody is there yet
            return false;
        }
    }

    // Whether what this program wishes is the daemon's business again, and ends so that it is wished online.
    bool wishes_are_those_of_others() {
        const bool taken = wish(MAPIOFFLINE_STATE_OFFLINE, MAPIOFFLINE_FLAG_BLOCK) == S_OK &&
                           is_seen_by_others("State", "offline");
        wish(MAPIOFFLINE_STATE_ONLINE, MAPIOFFLINE_FLAG_BLOCK);
        return taken && is_seen_by_others("State", "online");
    }

    // Wished over the bus, a change is told to those who follow the daemon.
    std::string wished_by_others(const std::string& state) {
        return bus::Client(daemon_->address()).profile("Work", false)->set_state_then(state);
    }

    static HRESULT wish(ULONG state, ULONG flags = MAPIOFFLINE_FLAG_DEFAULT) {
        IMAPIOfflineMgr* manager = nullptr;
        EXPECT_EQ(HrOpenOfflineObj(0, L"Work", &GUID_GlobalState, nullptr, &manager), S_OK);
        const auto answer = manager->SetCurrentState(flags, MAPIOFFLINE_STATE_OFFLINE_MASK, state, nullptr);
        manager->Release();
        return answer;
    }

    net::RoutingWorld& world() { return *world_; }

    net::Client& mail() { return *mail_; }

    std::optional<net::RoutingWorld> world_;
    std::optional<bus::DaemonOnBus> daemon_;
    std::optional<net::Client> mail_;
    std::string interval_ = "1h"; ///< between looks; whoever looks meanwhile has another reason
    int looks_ = 0;
};

} // namespace offline
