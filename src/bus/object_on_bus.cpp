#include "bus/object_on_bus.h"

namespace offline::bus {

ObjectOnBus::ObjectOnBus(BusLine& line, std::string path, Facts facts, Standing standing)
    : AdaptorInterfaces(line.connection(), std::move(path)),
      line_(line),
      facts_(std::move(facts)),
      standing_(std::move(standing)) {
    registerAdaptor();
    line_.send([this] { getObject().emitInterfacesAddedSignal(); });
}

ObjectOnBus::~ObjectOnBus() { unregisterAdaptor(); }

void ObjectOnBus::renounce() {
    line_.send([this] { getObject().emitInterfacesRemovedSignal(); });
}

void ObjectOnBus::stands(Standing standing) {
    if (standing_ == standing)
        return;
    standing_ = std::move(standing);
    line_.send([this] { getObject().emitPropertiesChangedSignal(INTERFACE_NAME, {"State", "Reason"}); });
}

} // namespace offline::bus
