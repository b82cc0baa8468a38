#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>

#include "probes/probing.h"
#include "servers/dns_server.h"

namespace offline::probes {
namespace {

using namespace servers;

class Cancellation : public Probing {
protected:
    /// Cancels a look that would take a minute, after a while; true where it ended by that and soon.
    bool ends(const std::string& url, std::chrono::milliseconds after = 100ms) {
        bool aborted = false;
        asio::cancellation_signal stop;
        asio::co_spawn(
            loop, prober.look(question(url, 60s)),
            asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr thrown, const model::Look&) {
                try {
                    if (thrown)
                        std::rethrow_exception(thrown);
                } catch (const boost::system::system_error& error) {
                    aborted = error.code() == asio::error::operation_aborted;
                }
            }));
        asio::steady_timer patience(loop, after);
        patience.async_wait(
            [&](const boost::system::error_code&) { stop.emit(asio::cancellation_type::terminal); });
        const auto began = std::chrono::steady_clock::now();
        loop.run();
        return aborted && std::chrono::steady_clock::now() - began < 10s;
    }
};

TEST_F(Cancellation, EndsALookThatResolves) {
    NEEDS_SANDBOX();
    DnsServer names;
    names.behave(Manner::silent);
    EXPECT_TRUE(ends("imap://mail.test"));
}

TEST_F(Cancellation, EndsALookThatWaitsForTheSystemsResolver) {
    NEEDS_SANDBOX();
    DnsServer names;
    names.behave(Manner::silent);
    EXPECT_TRUE(ends("imap://mail.test", 1200ms)); // its head start is over then
}

TEST_F(Cancellation, EndsALookThatConnects) {
    NEEDS_SANDBOX();
    Sandbox::add_silent_addresses();
    DnsServer names;
    names.host("mail.test", {"2001:db8::66", "192.0.2.66"});
    EXPECT_TRUE(ends("imap://mail.test", 400ms)); // both addresses are under way then
}

TEST_F(Cancellation, EndsALookInTheHandshake) {
    ScriptedServer server({Stall{}});
    EXPECT_TRUE(ends(at("imaps", server)));
    EXPECT_TRUE(server.left_alone());
}

TEST_F(Cancellation, EndsALookThatWaitsForTheGreeting) {
    ScriptedServer server({Stall{}});
    EXPECT_TRUE(ends(at("imap", server)));
    EXPECT_TRUE(server.left_alone());
}

TEST_F(Cancellation, EndsALookThatSaysGoodBye) {
    ScriptedServer server({Say{"* OK hello\r\n"}, Serve{{{"CAPABILITY", "{tag} OK\r\n"}}}});
    EXPECT_TRUE(ends(at("imap", server)));
    EXPECT_TRUE(server.left_alone());
}

TEST_F(Cancellation, LeavesNothingBehindWhenTheLoopIsDestroyedInMidLook) {
    ScriptedServer server({Stall{}});
    {
        asio::io_context short_lived;
        Prober other(short_lived.get_executor(), ways);
        asio::co_spawn(short_lived, other.look(question(at("imap", server), 60s)),
                       [](const std::exception_ptr&, const model::Look&) {});
        short_lived.run_for(100ms);
        EXPECT_TRUE(server.met(1));
    }
    EXPECT_TRUE(server.left_alone());
}

} // namespace
} // namespace offline::probes
