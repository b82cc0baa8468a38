#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "bus/client.h"
#include "servers/bus_daemon.h"
#include "servers/process.h"
#include "servers/temp_folder.h"

namespace offline::bus {

/// The daemon's own program on a session bus of its own, with a home of its own.
class DaemonOnBus {
public:
    /// The bus runs, the daemon does not yet. `more` is configuration of the bus.
    explicit DaemonOnBus(std::string_view more = {},
                         servers::BusDaemon::Program bus = servers::BusDaemon::Program::dbus_daemon);

    /// Starts the daemon and waits until it has its name. Arguments and variables besides those that it
    /// needs.
    void start(const std::vector<std::string>& arguments = {},
               const servers::Process::Variables& variables = {});
    /// The same without the wait.
    servers::Process& launch(const std::vector<std::string>& arguments = {},
                             const servers::Process::Variables& variables = {});
    /// SIGKILL, and its name is free.
    void kill();
    /// SIGTERM; the exit status.
    std::optional<int> end();

    servers::Process& process() { return *process_; }

    servers::BusDaemon& bus() { return bus_; }

    /// Where the daemon and other programs find bus and home.
    const servers::Process::Variables& variables() const noexcept { return variables_; }

    std::string address() const { return bus_.address(); }

    /// The file of a profile, replaced whole.
    std::filesystem::path write_profile(const std::string& file, const std::string& text) const;

    std::filesystem::path profiles() const { return home_.path() / "config/offlined/profiles"; }

    std::filesystem::path wishes() const { return home_.path() / "state/offlined/wishes.toml"; }

    /// Waits until the bus has that name, or has it no more.
    bool has_name(bool wanted = true);
    /// Waits until the log holds that.
    bool logs(const std::string& words);

    /// `busctl call` of a member of the manager or of a profile: what it prints.
    servers::Ran busctl(const std::vector<std::string>& words) const;

private:
    servers::BusDaemon bus_;
    servers::TempFolder home_;
    servers::Process::Variables variables_;
    std::unique_ptr<sdbus::IConnection> watch_;
    std::unique_ptr<sdbus::IProxy> driver_;
    std::optional<servers::Process> process_;
};

/// A daemon that runs, for each test.
class DaemonTest : public testing::Test {
protected:
    void SetUp() override {
        if (!servers::BusDaemon::missing().empty())
            GTEST_SKIP() << servers::BusDaemon::missing();
        daemon_.emplace();
    }

    DaemonOnBus& daemon() { return *daemon_; }

    std::unique_ptr<Client> client() { return std::make_unique<Client>(daemon_->address()); }

private:
    std::optional<DaemonOnBus> daemon_;
};

/// Waits until that is so.
bool comes_true(const std::function<bool()>& condition, std::chrono::milliseconds limit = generous);

/// What was heard, as `START online>offline`.
std::vector<std::string> words(const std::vector<Heard>& heard);

} // namespace offline::bus
