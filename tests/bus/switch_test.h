#pragma once

#include <memory>
#include <string>

#include "bus/daemon_on_bus.h"

namespace offline::bus {

inline const std::string switch_path = std::string(manager_path) + "/profile/switch";

/// A daemon, a program that speaks to it, and the profile "Switch", which the program made.
class SwitchTest : public DaemonTest {
protected:
    void SetUp() override {
        DaemonTest::SetUp();
        if (IsSkipped())
            return;
        daemon().start();
        program_ = client();
        profile_ = program_->profile("Switch");
    }

    std::unique_ptr<Client> program_;
    std::unique_ptr<Profile> profile_;
};

} // namespace offline::bus
