#include "probes/probing.h"

namespace offline::probes {
namespace {

using namespace servers;
using testing::HasSubstr;

using RouteProbe = Probing;

TEST_F(RouteProbe, AsksTheKernelAlone) {
    const auto seen = look("route:192.0.2.1");
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "route");
    EXPECT_THAT(look("route:default"), CameOff());
}

TEST_F(RouteProbe, ReportsNoRouteWithTheKernelsReason) {
    ways.closed = {asio::ip::make_address("192.0.2.1")};
    ways.internet = false;
    const auto seen = look("route:192.0.2.1");
    EXPECT_THAT(seen, Failed(Reason::no_route));
    EXPECT_THAT(seen.detail, HasSubstr("no route to 192.0.2.1"));
    EXPECT_THAT(look("route:default"), Failed(Reason::no_route));
}

TEST_F(RouteProbe, SendsNothingToAnAddressWithoutAWay) {
    ScriptedServer server(imap());
    ways.closed = {asio::ip::make_address("127.0.0.1")};
    const auto seen = look(at("imap", server));
    EXPECT_THAT(seen, Failed(Reason::no_route));
    EXPECT_EQ(steps(seen), "route!");
    EXPECT_EQ(server.connections(), 0);
}

} // namespace
} // namespace offline::probes
