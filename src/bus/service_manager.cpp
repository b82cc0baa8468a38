#include "bus/service_manager.h"

#include <cstdint>
#include <utility>

#include <systemd/sd-daemon.h>

namespace offline::bus {

void ServiceManager::ready() { ::sd_notify(0, "READY=1"); }

void ServiceManager::reloading() { ::sd_notify(0, "RELOADING=1"); }

void ServiceManager::stopping() { ::sd_notify(0, "STOPPING=1"); }

void ServiceManager::feed_watchdog(Prove prove) {
    std::uint64_t period_us = 0;
    if (::sd_watchdog_enabled(0, &period_us) <= 0)
        return;
    prove_ = std::move(prove);
    half_a_period_ = std::chrono::microseconds(period_us / 2);
    prove_and_sleep();
}

void ServiceManager::prove_and_sleep() {
    prove_([] { ::sd_notify(0, "WATCHDOG=1"); });
    timer_.expires_after(half_a_period_);
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled)
            prove_and_sleep();
    });
}

} // namespace offline::bus
