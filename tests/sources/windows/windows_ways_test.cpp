#include <gtest/gtest.h>

#include "sources/windows/windows_ways.h"

namespace offline::sources {
namespace {

// A Windows with one Ethernet adapter, 198.51.100.7, and a router.
struct FakeWindows {
    static inline IF_OPER_STATUS status = IfOperStatusUp;
    static inline ULONG best_route_says = NO_ERROR;
    static inline DWORD best_interface_says = NO_ERROR;
    static inline UINT8 prefix = 0;
    static inline int reads = 0;

    static sockaddr_in address(const char* text) {
        sockaddr_in out{};
        out.sin_family = AF_INET;
        out.sin_addr.s_addr = htonl(boost::asio::ip::make_address_v4(text).to_uint());
        return out;
    }

    static ULONG WINAPI adapters(ULONG, ULONG, PVOID, PIP_ADAPTER_ADDRESSES room, PULONG size) {
        static wchar_t name[] = L"Ethernet";
        static sockaddr_in own = address("198.51.100.7");
        static sockaddr_in router = address("198.51.100.1");
        static IP_ADAPTER_UNICAST_ADDRESS unicast{};
        static IP_ADAPTER_GATEWAY_ADDRESS gateway{};
        ++reads;
        unicast.Address = {reinterpret_cast<sockaddr*>(&own), sizeof own};
        unicast.DadState = IpDadStatePreferred;
        gateway.Address = {reinterpret_cast<sockaddr*>(&router), sizeof router};
        *room = {};
        room->IfIndex = 7;
        room->FriendlyName = name;
        room->OperStatus = status;
        room->FirstUnicastAddress = &unicast;
        room->FirstGatewayAddress = &gateway;
        *size = sizeof *room;
        return NO_ERROR;
    }

    static DWORD WINAPI best_route(NET_LUID*, NET_IFINDEX, const SOCKADDR_INET*, const SOCKADDR_INET*, ULONG,
                                   PMIB_IPFORWARD_ROW2 row, SOCKADDR_INET* source) {
        *row = {};
        row->InterfaceIndex = 7;
        row->DestinationPrefix.PrefixLength = prefix;
        row->NextHop.Ipv4 = address("198.51.100.1");
        source->Ipv4 = address("198.51.100.7");
        return best_route_says;
    }

    static DWORD WINAPI best_interface(sockaddr*, PDWORD index) {
        *index = 7;
        return best_interface_says;
    }

    FakeWindows() {
        status = IfOperStatusUp;
        best_route_says = NO_ERROR;
        best_interface_says = NO_ERROR;
        prefix = 0;
        reads = 0;
        functions.adapters = adapters;
        functions.best_route = best_route;
        functions.best_interface = best_interface;
    }

    NetworkFunctions functions;
    WindowsWays ways{functions};
};

const model::Destination server(boost::asio::ip::make_address("203.0.113.9"));

TEST(WindowsWays, LeadsOverTheRouteThatWindowsNames) {
    FakeWindows windows;
    const auto way = windows.ways.to(server, nullptr);
    EXPECT_TRUE(way.open);
    EXPECT_EQ(way.detail, "via 198.51.100.1 on Ethernet");
    EXPECT_EQ(way.source, boost::asio::ip::make_address("198.51.100.7"));
    EXPECT_TRUE(windows.ways.to_the_internet(nullptr).open);
    EXPECT_TRUE(windows.ways.any_interface_usable());
}

TEST(WindowsWays, AreClosedWhereThereIsNoRoute) {
    FakeWindows windows;
    FakeWindows::best_route_says = ERROR_NETWORK_UNREACHABLE;
    const auto way = windows.ways.to(server, nullptr);
    EXPECT_FALSE(way.open);
    EXPECT_TRUE(way.known);
    EXPECT_EQ(way.detail, "no route to 203.0.113.9");
    EXPECT_FALSE(windows.ways.to_the_internet(nullptr).open);
}

TEST(WindowsWays, SayThatALinkIsLostAndStaySo) {
    FakeWindows windows;
    const auto before = windows.ways.to(server, nullptr);
    FakeWindows::status = IfOperStatusDown;
    const auto lost = windows.ways.to(server, &before);
    EXPECT_FALSE(lost.open);
    EXPECT_TRUE(lost.link_lost);
    EXPECT_EQ(lost.detail, "Ethernet is not connected");
    FakeWindows::best_route_says =
        ERROR_NETWORK_UNREACHABLE; // a moment later Windows has taken the routes away
    EXPECT_TRUE(windows.ways.to(server, &lost).link_lost);
    EXPECT_FALSE(windows.ways.any_interface_usable());
}

TEST(WindowsWays, AskForTheInterfaceAloneWhereTheRouteIsNotSupported) {
    FakeWindows windows;
    FakeWindows::best_route_says = ERROR_NOT_SUPPORTED;
    EXPECT_EQ(windows.ways.to(server, nullptr).detail, "on Ethernet");
    EXPECT_EQ(windows.ways.to_the_internet(nullptr).detail, "via 198.51.100.1 on Ethernet");
    FakeWindows::best_interface_says = ERROR_HOST_UNREACHABLE;
    EXPECT_FALSE(windows.ways.to(server, nullptr).open);
}

TEST(WindowsWays, CloseNothingWhereWindowsDoesNotAnswer) {
    FakeWindows windows;
    FakeWindows::best_route_says = ERROR_NOT_SUPPORTED;
    FakeWindows::best_interface_says = ERROR_NOT_SUPPORTED;
    const auto way = windows.ways.to(server, nullptr);
    EXPECT_TRUE(way.open);
    EXPECT_FALSE(way.known);
}

TEST(WindowsWays, TakeARouteToSomeNetworksForNoWayToTheInternet) {
    FakeWindows windows;
    FakeWindows::prefix = 24;
    EXPECT_TRUE(windows.ways.to(server, nullptr).open);
    EXPECT_FALSE(windows.ways.to_the_internet(nullptr).open);
}

TEST(WindowsWays, LeadToThisMachineItself) {
    FakeWindows windows;
    FakeWindows::best_route_says = ERROR_NETWORK_UNREACHABLE;
    EXPECT_TRUE(windows.ways.to(boost::asio::ip::make_address("127.0.0.1"), nullptr).open);
    EXPECT_TRUE(windows.ways.to(boost::asio::ip::make_address("198.51.100.7"), nullptr).open);
}

TEST(WindowsWays, ReadTheAdaptersOnceInARound) {
    FakeWindows windows;
    {
        const WindowsWays::Round one_moment(windows.ways);
        windows.ways.to(server, nullptr);
        windows.ways.to_the_internet(nullptr);
    }
    EXPECT_EQ(FakeWindows::reads, 1);
    windows.ways.to(server, nullptr);
    EXPECT_EQ(FakeWindows::reads, 2);
}

} // namespace
} // namespace offline::sources
