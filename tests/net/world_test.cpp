#include <array>
#include <string>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <gmock/gmock.h>

#include "net/net_test.h"
#include "net/world.h"

namespace offline::net {
namespace {

using boost::asio::ip::make_address;
using boost::asio::ip::tcp;

class WorldTest : public NetTest {};

TEST_F(WorldTest, ConnectsAClientToAServerBehindARouter) {
    World world;
    auto& router = world.host("router").forwards();
    auto& server = world.host("server");
    world.cable(world.client(), "192.168.7.2/24 fd07::2/64", router, "192.168.7.1/24 fd07::1/64");
    world.cable(router, "203.0.113.1/24 fd08::1/64", server, "203.0.113.9/24 fd08::9/64");
    world.client().add_route("default", "192.168.7.1");
    world.client().add_route("default", "fd07::1");
    server.add_route("default", "203.0.113.1");
    server.add_route("default", "fd08::1");

    boost::asio::io_context loop;
    tcp::acceptor acceptor(loop);
    server.run([&] { acceptor = tcp::acceptor(loop, tcp::endpoint(tcp::v6(), 143)); });

    for (const auto* address : {"203.0.113.9", "fd08::9"}) {
        tcp::socket socket(loop);
        EXPECT_NO_THROW(socket.connect(tcp::endpoint(make_address(address), 143))) << address;
    }
    router.filter("forward", "ip daddr 203.0.113.9 tcp dport 143 reject with tcp reset");
    tcp::socket refused(loop);
    EXPECT_THROW(refused.connect(tcp::endpoint(make_address("203.0.113.9"), 143)), std::exception);
    router.heal();
    tcp::socket healed(loop);
    EXPECT_NO_THROW(healed.connect(tcp::endpoint(make_address("203.0.113.9"), 143)));
}

TEST_F(WorldTest, TellsWhatACommandSaysWhereItFails) {
    World world;
    EXPECT_THAT([&] { world.client().sh("ip link set nowhere up"); },
                testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr("Cannot find device")));
}

TEST_F(WorldTest, KnowsTheNamesInItsOwnHostsFile) {
    World world;
    world.known_host("203.0.113.9", "mail.example.test");
    boost::asio::io_context loop;
    const auto found = tcp::resolver(loop).resolve("mail.example.test", "143");
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.begin()->endpoint().address(), make_address("203.0.113.9"));
}

} // namespace
} // namespace offline::net
