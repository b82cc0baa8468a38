#include <atomic>
#include <memory>
#include <thread>

#include "net/mail_program.h"
#include "net/mail_world.h"
#include "net/net_test.h"

namespace offline::net {
namespace {

// Programs have connections of their own to the account's server. Policy: 1 s between looks, 1 s for one,
// three strikes.
class TrafficScenario : public NetTest {
protected:
    World world_;
    Host& server_ = world_.host("server");
    Cable& lan_ = world_.cable(world_.client(), "192.168.7.2/24", server_, "192.168.7.1/24");
    std::unique_ptr<servers::ScriptedServer> imap_ = serve_at(server_, 143, MailProgram::server());
};

TEST_F(TrafficScenario, NoLookIsMadeWhileAProgramsOwnConnectionReceives) {
    Client mail({.endpoints = {"imap://192.168.7.1"}, .interval = "1s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    MailProgram program("192.168.7.1");
    const auto before = imap_->connections();
    for (const Stamp end = now() + 6s; now() < end; std::this_thread::sleep_for(100ms)) {
        program.say("a NOOP\r\n");
        program.read_line();
    }
    EXPECT_EQ(imap_->connections(), before);
    EXPECT_TRUE(imap_->met(before + 1)) << "it is quiet, so it is looked at again";
    expect_no_more_than(0, mail, 0s);
}

TEST_F(TrafficScenario, AcknowledgementsHideAHungServerForOneIntervalAtMost) {
    Client mail({.endpoints = {"imap://192.168.7.1"}, .interval = "1s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    imap_->play({servers::Say{"* OK one more\r\n"}, servers::Stall{}});
    MailProgram program("192.168.7.1");
    imap_->play({servers::Stall{}});
    const Stamp hung = now();
    std::atomic<bool> over = false;
    std::thread goes_on([&] {
        for (; !over; std::this_thread::sleep_for(100ms))
            program.say("a NOOP\r\n");
    });
    expect_offline(mail, Reason::no_greeting, hung, 2 * 1100ms + k_looks);
    over = true;
    goes_on.join();
}

} // namespace
} // namespace offline::net
