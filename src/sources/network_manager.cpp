#include "sources/network_manager.h"

#include <string>
#include <string_view>
#include <utility>

namespace offline::sources {
namespace {

const std::string properties_interface = "org.freedesktop.DBus.Properties";
const std::string manager = "org.freedesktop.NetworkManager";
const SystemBus::Service network_manager{manager, "/org/freedesktop/NetworkManager", properties_interface,
                                         "PropertiesChanged"};

// NM_METERED_YES and NM_METERED_GUESS_YES.
bool costs(std::optional<std::uint32_t> metered) { return metered == 1U || metered == 3U; }

std::string_view words_of(std::optional<std::uint32_t> connectivity) {
    switch (connectivity.value_or(0)) {
    case 1:
        return "it sees no network";
    case 2:
        return "it sees a portal";
    case 3:
        return "it sees no way to the internet";
    case 4:
        return "it sees the internet";
    default:
        return "it has no opinion";
    }
}

} // namespace

const SystemBus::Service& NetworkManager::service() const { return network_manager; }

void NetworkManager::came() {
    bus_.call(*this, properties_interface, "GetAll", {manager}, [this](const SystemBus::Answer& answer) {
        if (const auto* reply = answer.reply("a{sv}")) {
            auto reader = reply->read();
            learn(reader);
        }
    });
}

void NetworkManager::went() { take({}); }

void NetworkManager::heard(const BusMessage& signal) {
    if (signal.signature != "sa{sv}as")
        return;
    auto reader = signal.read();
    if (reader.text() == manager)
        learn(reader);
}

void NetworkManager::learn(BusReader& properties) {
    auto now = opinion_;
    properties.properties([&](std::string_view name, std::string_view type, BusReader& value) {
        if (type != "u")
            return;
        if (name == "State")
            now.state = value.number();
        else if (name == "Connectivity")
            now.connectivity = value.number();
        else if (name == "Metered")
            now.metered = value.number();
    });
    if (!properties.failed())
        take(now);
}

void NetworkManager::take(const Opinion& now) {
    const auto before = std::exchange(opinion_, now);
    if (costs(before.metered) != costs(now.metered))
        listener_.metered(costs(now.metered));
    // What it thinks when it comes is no news: it has just begun to look itself.
    const bool knew = before.state || before.connectivity;
    const bool knows = now.state || now.connectivity;
    if (knew && knows && (before.state != now.state || before.connectivity != now.connectivity))
        listener_.thinks_otherwise();
}

model::Source NetworkManager::source() const {
    model::Source source{"network-manager", bus_.outcome_for(*this), bus_.detail_for(*this)};
    if (source.outcome != model::Source::Outcome::working)
        return source;
    source.detail = words_of(opinion_.connectivity);
    if (costs(opinion_.metered))
        source.detail += "; the link is metered";
    return source;
}

} // namespace offline::sources
