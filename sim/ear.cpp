#include "ear.h"

namespace offline::sim {
namespace {

Heard latest;
std::size_t count = 0;

} // namespace

const Heard& heard() { return latest; }

std::size_t ears() { return count; }

Ear::Ear(bool wants_reasons) : wants_reasons_(wants_reasons) { ++count; }

Ear::~Ear() { --count; }

void Ear::deliver(const dispatch::Notice& notice) {
    latest = {notice.kind, notice.phase, notice.transition.from, notice.transition.to};
}

} // namespace offline::sim
