#include <csignal>

#include "together/program_and_daemon.h"

namespace offline {
namespace {

TEST_F(AProgramWhoseDaemon, HangsAndThatNeverCallsItNoticesAllTheSame) {
    start_both();
    daemon_->process().signal(SIGSTOP);
    world().card().down();
    EXPECT_EQ(mail().change(1, 100s).to, State::offline);
}

} // namespace
} // namespace offline
