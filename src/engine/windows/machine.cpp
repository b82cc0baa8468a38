#include "engine/machine.h"

namespace offline::engine {

// Nothing is heard here yet: what Windows tells of the network comes by the kernel's news.
struct Machine::Parts {};

Machine::Machine(const boost::asio::any_io_executor&) {}

Machine::~Machine() = default;

void Machine::listen(Listener) {}

void Machine::stop() {}

void Machine::woken() {}

bool Machine::asleep() const noexcept { return false; }

void Machine::when_known(std::function<void()> done) { done(); }

std::vector<model::Source> Machine::sources() const { return {}; }

} // namespace offline::engine
