#include "bus/objects.h"

#include <stdexcept>
#include <utility>

#include "bus/client.h"

namespace offline::bus {
namespace {

constexpr auto object_interface = "org.offlined.Offline1.Object";
constexpr auto of_a_manager = "org.freedesktop.DBus.ObjectManager";

using Variants = std::map<std::string, sdbus::Variant>;
using Interfaces = std::map<std::string, Variants>;

std::string text_of(const sdbus::Variant& value) {
    if (value.containsValueOfType<std::string>())
        return value.get<std::string>();
    if (value.containsValueOfType<sdbus::ObjectPath>())
        return value.get<sdbus::ObjectPath>();
    if (value.containsValueOfType<std::uint32_t>())
        return std::to_string(value.get<std::uint32_t>());
    std::string all;
    for (const auto& each : value.get<std::vector<std::string>>())
        all += (all.empty() ? "" : ",") + each;
    return all;
}

Objects::Properties text_of(const Variants& variants) {
    Objects::Properties properties;
    for (const auto& [name, value] : variants)
        properties[name] = text_of(value);
    return properties;
}

} // namespace

Objects::Objects(sdbus::IConnection& connection)
    : manager_(sdbus::createProxy(connection, bus_name, manager_path)) {
    manager_->uponSignal("InterfacesAdded")
        .onInterface(of_a_manager)
        .call([this](const sdbus::ObjectPath& path, const Interfaces& interfaces) {
            if (interfaces.contains(object_interface))
                note("+" + path);
        });
    manager_->uponSignal("InterfacesRemoved")
        .onInterface(of_a_manager)
        .call([this](const sdbus::ObjectPath& path, const std::vector<std::string>&) { note("-" + path); });
    manager_->finishRegistration();
    const auto follow = [this](sdbus::Message& changed) {
        std::string interface;
        Variants properties;
        changed >> interface >> properties;
        if (interface != object_interface)
            return;
        const auto told = text_of(properties);
        note(changed.getPath() + " " + told.at("State") + " " + told.at("Reason"));
    };
    match_ =
        connection.addMatch("type='signal',sender='" + std::string(bus_name) +
                                "',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'",
                            follow);
}

Objects::~Objects() {
    match_.reset();
    manager_->unregister();
}

std::map<std::string, Objects::Properties> Objects::listed() const {
    std::map<sdbus::ObjectPath, Interfaces> all;
    manager_->callMethod("GetManagedObjects").onInterface(of_a_manager).storeResultsTo(all);
    std::map<std::string, Properties> objects;
    for (const auto& [path, interfaces] : all)
        if (const auto found = interfaces.find(object_interface); found != interfaces.end())
            objects[path] = text_of(found->second);
    return objects;
}

std::vector<std::string> Objects::hears(std::size_t many) {
    std::unique_lock lock(mutex_);
    if (!more_.wait_for(lock, generous, [&] { return heard_.size() >= many; }))
        throw std::runtime_error("fewer signals came than " + std::to_string(many));
    return heard_;
}

void Objects::note(std::string what) {
    {
        const std::lock_guard lock(mutex_);
        heard_.push_back(std::move(what));
    }
    more_.notify_all();
}

} // namespace offline::bus
