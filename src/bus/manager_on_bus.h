#pragma once

#include <string>
#include <vector>

#include <offline1_adaptor.h>
#include <sdbus-c++/sdbus-c++.h>

#include "bus/profiles.h"

namespace offline::bus {

/// The manager as docs/dbus.md describes it, and the list of all objects below it. Threads: the loop's one.
class ManagerOnBus final : public sdbus::AdaptorInterfaces<org::offlined::Offline1::Manager_adaptor,
                                                           sdbus::ObjectManager_adaptor> {
public:
    /// What it is given outlives it.
    ManagerOnBus(const Surroundings& around, Profiles& profiles, std::string version);
    ~ManagerOnBus();
    ManagerOnBus(const ManagerOnBus&) = delete;
    ManagerOnBus& operator=(const ManagerOnBus&) = delete;

private:
    sdbus::ObjectPath Open(const std::string& name, const bool& create) override;
    std::vector<sdbus::Struct<std::string, std::string, std::string>> Sources() override;

    std::vector<sdbus::Struct<std::string, std::string, std::string>> Stores() override;

    std::string StartedBy() override { return started_by_; }

    std::string Version() override { return version_; }

    const Surroundings& around_;
    Profiles& profiles_;
    const std::string version_;
    const std::string started_by_;
};

} // namespace offline::bus
