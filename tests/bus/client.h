#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <offline1_proxy.h>
#include <sdbus-c++/sdbus-c++.h>

namespace offline::bus {

// As docs/dbus.md has them for everybody.
inline constexpr auto bus_name = "org.offlined.Offline1";
inline constexpr auto manager_path = "/org/offlined/Offline1";
inline constexpr auto manager_interface = "org.offlined.Offline1.Manager";
inline constexpr auto profile_interface = "org.offlined.Offline1.Profile";

inline constexpr auto generous = std::chrono::seconds(20);

/// A signal of a profile, as a client hears it.
struct Heard {
    std::uint64_t sequence{};
    std::string what; ///< `START`, `STATECHANGE`, `DONE`, or `reason`
    std::string old_state, new_state, reason, detail;
    bool waits{};
    std::chrono::steady_clock::time_point told{}; ///< there
    std::chrono::steady_clock::time_point at{};   ///< here
};

/// What `Snapshot` or `Join` answered.
struct Seen {
    std::uint64_t sequence{};
    std::map<std::string, sdbus::Variant> standing;

    std::string text(const std::string& key) const { return standing.at(key).get<std::string>(); }
};

/// One profile, seen over one connection; its signals come on the connection's thread.
class Profile final
    : public sdbus::ProxyInterfaces<org::offlined::Offline1::Profile_proxy, sdbus::Properties_proxy> {
public:
    using Listener = std::function<void(Profile&, const Heard&)>;

    Profile(sdbus::IConnection& connection, const std::string& path);
    ~Profile();

    /// Is called with each signal from now on.
    void on_signal(Listener listener);

    Seen snapshot();
    Seen join();
    /// Says that it is ready, and does not wait for the answer.
    void say_ready(std::uint64_t start);
    /// The name of the D-Bus error, without `org.offlined.Error.`; empty: it was done.
    std::future<std::string> set_state(const std::string& state, bool wait = true);
    /// The same, once the change that is under way has ended, if any.
    std::string set_state_then(const std::string& state);

    std::vector<Heard> heard() const;
    /// Waits until so many signals were heard; what was heard then.
    std::vector<Heard> hears(std::size_t many);
    /// Waits for the first signal of that kind after so many.
    Heard hears(const std::string& what, std::size_t after = 0);
    /// Waits until properties changed to that.
    bool sees(const std::string& property, const std::string& value);

    std::string property_signalled(const std::string& name) const;

private:
    void note(Heard heard);
    void onPhase(const std::uint64_t& sequence, const std::string& phase, const std::string& old,
                 const std::string& new_state, const std::string& reason, const std::string& detail,
                 const bool& waits, const std::uint64_t& monotonic_ns) override;
    void onReasonMoved(const std::uint64_t& sequence, const std::string& state, const std::string& old_reason,
                       const std::string& reason, const std::string& detail,
                       const std::uint64_t& monotonic_ns) override;
    void onPropertiesChanged(const std::string& interface,
                             const std::map<std::string, sdbus::Variant>& changed,
                             const std::vector<std::string>& invalidated) override;

    mutable std::mutex mutex_;
    mutable std::condition_variable more_;
    std::vector<Heard> heard_;
    std::map<std::string, std::string> properties_;
    Listener listener_;
};

/// A program on the bus, made from the interface in XML.
class Client {
public:
    explicit Client(const std::string& address);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// The path, or `error NAME`.
    std::string open(const std::string& name, bool create = true);
    std::unique_ptr<Profile> profile(const std::string& name, bool create = true);

    sdbus::IConnection& connection() { return *connection_; }

private:
    class Manager;

    std::unique_ptr<sdbus::IConnection> connection_;
    std::unique_ptr<Manager> manager_;
};

/// The last part of a D-Bus error's name.
std::string short_name(const sdbus::Error& error);

} // namespace offline::bus
