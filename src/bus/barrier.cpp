#include "bus/barrier.h"

namespace offline::bus {

bool Barrier::holds() {
    wished_ = ++change_;
    return others_ != 0;
}

void Barrier::gathered() { gathered_(change_); }

} // namespace offline::bus
