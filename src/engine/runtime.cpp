#include "engine/runtime.h"

#include "dispatch/quiet_thread.h"

namespace offline::engine {

Runtime::Runtime() {
    thread_ = dispatch::quiet_thread([this] {
        while (loop_.run_one() != 0)
            if (after_each_step_)
                after_each_step_();
    });
}

Runtime::~Runtime() { end(); }

void Runtime::end() {
    running_.reset();
    if (thread_.joinable())
        thread_.join();
}

} // namespace offline::engine
