#include "engine/kernel.h"

#include <utility>

#include "engine/blind_ways.h"
#include "sources/kernel_events.h"
#include "sources/kernel_ways.h"

namespace offline::engine {

struct Kernel::Parts {
    BlindWays blind;
    std::unique_ptr<sources::KernelWays> ways;
    std::unique_ptr<sources::KernelEvents> events;
    std::vector<std::string> troubles;
};

Kernel::Kernel(const boost::asio::any_io_executor& executor) : parts_(std::make_unique<Parts>()) {
    auto ways = sources::KernelWays::open();
    auto events = sources::KernelEvents::open(executor);
    const auto complain = [this](const base::Failure& failed) {
        parts_->troubles.push_back(failed.what + "; looking on a timer instead");
    };
    if (!ways)
        complain(ways.error());
    if (!events)
        complain(events.error());
    if (!ways || !events)
        return;
    parts_->ways = std::move(*ways);
    parts_->events = std::move(*events);
}

Kernel::~Kernel() = default;

model::Ways& Kernel::ways() noexcept {
    if (parts_->ways)
        return *parts_->ways;
    return parts_->blind;
}

bool Kernel::is_blind() const noexcept { return !parts_->ways; }

const std::vector<std::string>& Kernel::troubles() const noexcept { return parts_->troubles; }

void Kernel::listen(Listener listener) {
    if (!parts_->events)
        return;
    parts_->events->start([this, listener = std::move(listener)](const sources::Wake& wake) {
        const sources::KernelWays::Round one_moment(*parts_->ways, wake);
        listener({.changes = wake.messages});
    });
}

void Kernel::stop() { parts_->events.reset(); }

int Kernel::descriptor() const noexcept { return parts_->ways ? parts_->ways->descriptor() : -1; }

} // namespace offline::engine
