#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <offline1_adaptor.h>
#include <sdbus-c++/sdbus-c++.h>

#include "bus/bus_line.h"

namespace offline::bus {

/// The object of a provider or a store as docs/dbus.md describes it: what the program that holds it says of
/// it. Threads: the loop's one.
class ObjectOnBus final : public sdbus::AdaptorInterfaces<org::offlined::Offline1::Object_adaptor> {
public:
    /// What never changes.
    struct Facts {
        std::string profile, parent; ///< paths
        std::string holder;          ///< the connection
        std::uint32_t process;
        std::string program; ///< the name of the process, for people
        std::string guid, instance;
        std::vector<std::string> capabilities;
    };

    struct Standing {
        std::string state, reason;

        bool operator==(const Standing&) const = default;
    };

    /// It is there, and all are told.
    ObjectOnBus(BusLine& line, std::string path, Facts facts, Standing standing);
    ~ObjectOnBus();
    ObjectOnBus(const ObjectOnBus&) = delete;
    ObjectOnBus& operator=(const ObjectOnBus&) = delete;

    const std::string& path() const { return getObject().getObjectPath(); }

    const Facts& facts() const noexcept { return facts_; }

    const Standing& standing() const noexcept { return standing_; }

    void stands(Standing standing);
    /// Tells of its end.
    void renounce();

private:
    sdbus::ObjectPath Profile() override { return facts_.profile; }

    sdbus::ObjectPath Parent() override { return facts_.parent; }

    std::string Holder() override { return facts_.holder; }

    std::uint32_t Process() override { return facts_.process; }

    std::string Program() override { return facts_.program; }

    std::string Guid() override { return facts_.guid; }

    std::string Instance() override { return facts_.instance; }

    std::vector<std::string> Capabilities() override { return facts_.capabilities; }

    std::string State() override { return standing_.state; }

    std::string Reason() override { return standing_.reason; }

    BusLine& line_;
    const Facts facts_;
    Standing standing_;
};

} // namespace offline::bus
