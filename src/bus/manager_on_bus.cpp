#include "bus/manager_on_bus.h"

#include <utility>

#include "bus/bus_error.h"
#include "bus/names.h"
#include "bus/starter.h"
#include "bus/stores.h"
#include "engine/profile_places.h"

namespace offline::bus {
namespace {

using SourceOnBus = sdbus::Struct<std::string, std::string, std::string>;

std::vector<SourceOnBus> on_bus(const std::vector<model::Source>& sources) {
    std::vector<SourceOnBus> all;
    all.reserve(sources.size());
    for (const auto& source : sources)
        all.emplace_back(source.name, std::string(word(source.outcome)), source.detail);
    return all;
}

} // namespace

ManagerOnBus::ManagerOnBus(const Surroundings& around, Profiles& profiles, std::string version)
    : AdaptorInterfaces(around.line.connection(), manager_path),
      around_(around),
      profiles_(profiles),
      version_(std::move(version)),
      started_by_(started_by()) {
    registerAdaptor();
}

ManagerOnBus::~ManagerOnBus() { unregisterAdaptor(); }

sdbus::ObjectPath ManagerOnBus::Open(const std::string& name, const bool& create) {
    const auto opened = profiles_.open(name, create);
    if (!opened)
        throw bus_error(opened.error());
    return *opened;
}

std::vector<SourceOnBus> ManagerOnBus::Sources() { return on_bus(around_.engine.sources()); }

std::vector<SourceOnBus> ManagerOnBus::Stores() {
    return on_bus(stores(engine::kept_state(), *around_.journal));
}

} // namespace offline::bus
