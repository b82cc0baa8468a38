#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "net/mail_world.h"
#include "net/net_test.h"

namespace offline::net {
namespace {

namespace asio = boost::asio;

// Programs have connections of their own to the account's server. Policy: 1 s between looks, 1 s for one,
// three strikes.
class TrafficScenario : public NetTest {
protected:
    // A mail program at work.
    class Program {
    public:
        Program() {
            socket_.connect({asio::ip::make_address("192.168.7.1"), 143});
            read_line();
        }

        // What it says is answered, or, where the server hangs, acknowledged by a kernel alone.
        void say(const std::string& line) { asio::write(socket_, asio::buffer(line)); }

        void read_line() { asio::read_until(socket_, asio::dynamic_buffer(heard_), "\r\n"); }

    private:
        asio::io_context loop_;
        asio::ip::tcp::socket socket_{loop_};
        std::string heard_;
    };

    static servers::Script talkative() {
        auto script = servers::imap();
        std::get<servers::Serve>(script.back()).rules.push_back({"NOOP", "{tag} OK done\r\n"});
        return script;
    }

    World world_;
    Host& server_ = world_.host("server");
    Cable& lan_ = world_.cable(world_.client(), "192.168.7.2/24", server_, "192.168.7.1/24");
    std::unique_ptr<servers::ScriptedServer> imap_ = serve_at(server_, 143, talkative());
};

TEST_F(TrafficScenario, NoLookIsMadeWhileAProgramsOwnConnectionReceives) {
    Client mail({.endpoints = {"imap://192.168.7.1"}, .interval = "1s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    Program program;
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
    Program program;
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
