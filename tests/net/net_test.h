#pragma once

#include <gtest/gtest.h>

#include "servers/sandbox.h"

namespace offline::net {

/// A test that needs networks of its own; skipped, with the reason, on a machine that has none to give.
class NetTest : public testing::Test {
protected:
    void SetUp() override {
        if (!servers::Sandbox::missing().empty())
            GTEST_SKIP() << servers::Sandbox::missing();
    }
};

} // namespace offline::net
