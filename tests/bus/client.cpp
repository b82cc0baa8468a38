#include "bus/client.h"

#include <stdexcept>
#include <utility>

namespace offline::bus {
namespace {

std::chrono::steady_clock::time_point instant(std::uint64_t monotonic_ns) {
    return std::chrono::steady_clock::time_point(
        std::chrono::nanoseconds(static_cast<std::int64_t>(monotonic_ns)));
}

} // namespace

std::string short_name(const sdbus::Error& error) {
    return error.getName().substr(error.getName().rfind('.') + 1);
}

Profile::Profile(sdbus::IConnection& connection, const std::string& path)
    : ProxyInterfaces(connection, bus_name, path) {
    registerProxy();
}

Profile::~Profile() { unregisterProxy(); }

void Profile::on_signal(Listener listener) {
    const std::lock_guard lock(mutex_);
    listener_ = std::move(listener);
}

Seen Profile::snapshot() {
    auto [sequence, standing] = Snapshot();
    return {sequence, std::move(standing)};
}

Seen Profile::join() {
    auto [sequence, standing] = Join();
    return {sequence, std::move(standing)};
}

void Profile::say_ready(std::uint64_t start) {
    static_cast<void>(getProxy()
                          .callMethodAsync("Ready")
                          .onInterface(Profile_proxy::INTERFACE_NAME)
                          .withArguments(start)
                          .uponReplyInvoke([](const sdbus::Error*) {}));
}

std::future<std::string> Profile::set_state(const std::string& state, bool wait) {
    const auto answer = std::make_shared<std::promise<std::string>>();
    static_cast<void>(getProxy()
                          .callMethodAsync("SetState")
                          .onInterface(Profile_proxy::INTERFACE_NAME)
                          .withArguments(state, wait)
                          .uponReplyInvoke([answer](const sdbus::Error* error) {
                              answer->set_value(error ? short_name(*error) : "");
                          }));
    return answer->get_future();
}

std::string Profile::set_state_then(const std::string& state) {
    for (;;)
        if (auto answer = set_state(state).get(); answer != "Pending")
            return answer;
}

std::vector<Heard> Profile::heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
}

std::vector<Heard> Profile::hears(std::size_t many) {
    std::unique_lock lock(mutex_);
    if (!more_.wait_for(lock, generous, [&] { return heard_.size() >= many; }))
        throw std::runtime_error("fewer signals came than " + std::to_string(many));
    return heard_;
}

Heard Profile::hears(const std::string& what, std::size_t after) {
    std::unique_lock lock(mutex_);
    std::size_t at = after;
    const bool heard = more_.wait_for(lock, generous, [&] {
        while (at < heard_.size() && heard_[at].what != what)
            ++at;
        return at < heard_.size();
    });
    if (!heard)
        throw std::runtime_error("no signal came: " + what);
    return heard_[at];
}

bool Profile::sees(const std::string& property, const std::string& value) {
    std::unique_lock lock(mutex_);
    return more_.wait_for(lock, generous, [&] {
        const auto found = properties_.find(property);
        return found != properties_.end() && found->second == value;
    });
}

void Profile::note(Heard heard) {
    heard.at = std::chrono::steady_clock::now();
    Listener listener;
    {
        const std::lock_guard lock(mutex_);
        heard_.push_back(heard);
        listener = listener_;
    }
    more_.notify_all();
    if (listener)
        listener(*this, heard);
}

void Profile::onPhase(const std::uint64_t& sequence, const std::string& phase, const std::string& old,
                      const std::string& new_state, const std::string& reason, const std::string& detail,
                      const bool& waits, const std::uint64_t& monotonic_ns) {
    note({sequence, phase, old, new_state, reason, detail, waits, instant(monotonic_ns), {}});
}

void Profile::onReasonMoved(const std::uint64_t& sequence, const std::string& state, const std::string&,
                            const std::string& reason, const std::string& detail,
                            const std::uint64_t& monotonic_ns) {
    note({sequence, "reason", state, state, reason, detail, false, instant(monotonic_ns), {}});
}

void Profile::onPropertiesChanged(const std::string&, const std::map<std::string, sdbus::Variant>& changed,
                                  const std::vector<std::string>&) {
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [name, value] : changed)
            if (value.containsValueOfType<std::string>())
                properties_[name] = value.get<std::string>();
            else if (value.containsValueOfType<std::vector<std::string>>())
                properties_[name] = std::to_string(value.get<std::vector<std::string>>().size());
    }
    more_.notify_all();
}

class Client::Manager final : public sdbus::ProxyInterfaces<org::offlined::Offline1::Manager_proxy> {
public:
    explicit Manager(sdbus::IConnection& connection) : ProxyInterfaces(connection, bus_name, manager_path) {
        registerProxy();
    }

    ~Manager() { unregisterProxy(); }
};

Client::Client(const std::string& address)
    : connection_(sdbus::createSessionBusConnectionWithAddress(address)) {
    connection_->enterEventLoopAsync();
    manager_ = std::make_unique<Manager>(*connection_);
}

Client::~Client() {
    manager_.reset();
    connection_->leaveEventLoop();
}

std::string Client::open(const std::string& name, bool create) {
    try {
        return manager_->Open(name, create);
    } catch (const sdbus::Error& error) {
        return "error " + short_name(error);
    }
}

std::unique_ptr<Profile> Client::profile(const std::string& name, bool create) {
    return std::make_unique<Profile>(*connection_, manager_->Open(name, create));
}

} // namespace offline::bus
