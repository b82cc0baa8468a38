#include "bus/manager_on_bus.h"

#include <utility>

#include "bus/bus_error.h"
#include "bus/names.h"

namespace offline::bus {

ManagerOnBus::ManagerOnBus(const Surroundings& around, Profiles& profiles, std::string version)
    : AdaptorInterfaces(around.line.connection(), manager_path),
      around_(around),
      profiles_(profiles),
      version_(std::move(version)) {
    registerAdaptor();
}

ManagerOnBus::~ManagerOnBus() { unregisterAdaptor(); }

sdbus::ObjectPath ManagerOnBus::Open(const std::string& name, const bool& create) {
    const auto opened = profiles_.open(name, create);
    if (!opened)
        throw bus_error(opened.error());
    return *opened;
}

std::vector<sdbus::Struct<std::string, std::string, std::string>> ManagerOnBus::Sources() {
    std::vector<sdbus::Struct<std::string, std::string, std::string>> all;
    for (const auto& source : around_.engine.sources())
        all.emplace_back(source.name, std::string(word(source.outcome)), source.detail);
    return all;
}

} // namespace offline::bus
