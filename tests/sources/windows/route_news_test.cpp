#include <chrono>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "sources/windows/route_news.h"

namespace offline::sources {
namespace {

// A Windows with one adapter, whose functions say what the test wants.
struct FakeWindows {
    static inline IF_OPER_STATUS status = IfOperStatusUp;
    static inline int reads = 0;
    static inline HANDLE given = nullptr; ///< the handle of every subscription
    static inline PIPINTERFACE_CHANGE_CALLBACK interface_callback = nullptr;
    static inline PVOID context = nullptr;
    static inline int cancelled = 0;

    static ULONG WINAPI adapters(ULONG, ULONG, PVOID, PIP_ADAPTER_ADDRESSES room, PULONG size) {
        static wchar_t name[] = L"Ethernet";
        ++reads;
        *room = {};
        room->IfIndex = 7;
        room->FriendlyName = name;
        room->OperStatus = status;
        *size = sizeof *room;
        return NO_ERROR;
    }

    static DWORD WINAPI notify_of_interfaces(ADDRESS_FAMILY, PIPINTERFACE_CHANGE_CALLBACK callback,
                                             PVOID with, BOOLEAN, HANDLE* handle) {
        interface_callback = callback;
        context = with;
        *handle = given;
        return NO_ERROR;
    }

    static DWORD WINAPI notify_of_routes(ADDRESS_FAMILY, PIPFORWARD_CHANGE_CALLBACK, PVOID, BOOLEAN,
                                         HANDLE* handle) {
        *handle = given;
        return NO_ERROR;
    }

    static DWORD WINAPI cancel(HANDLE) {
        ++cancelled;
        return NO_ERROR;
    }

    static NetworkFunctions functions() {
        status = IfOperStatusUp;
        reads = cancelled = 0;
        NetworkFunctions table;
        table.adapters = adapters;
        table.notify_of_interfaces = notify_of_interfaces;
        table.notify_of_routes = notify_of_routes;
        table.cancel_notify = cancel;
        return table;
    }
};

const HANDLE a_handle = &FakeWindows::given;

TEST(RouteNews, TakesASuccessWithoutAHandleForNoSubscription) {
    boost::asio::io_context loop;
    const auto windows = FakeWindows::functions();
    FakeWindows::given = nullptr;
    {
        const RouteNews news(loop.get_executor(), windows);
        EXPECT_EQ(news.deaf_to(), (std::vector<std::string>{"interfaces", "routes"}));
    }
    EXPECT_EQ(FakeWindows::cancelled, 0);
}

TEST(RouteNews, IsDeafOnAWindowsThatLacksTheFunctions) {
    boost::asio::io_context loop;
    const NetworkFunctions none;
    const RouteNews news(loop.get_executor(), none);
    EXPECT_EQ(news.deaf_to().size(), 2U);
}

TEST(RouteNews, TellsWhatWindowsTellsAndEndsItsSubscriptions) {
    boost::asio::io_context loop;
    const auto windows = FakeWindows::functions();
    FakeWindows::given = a_handle;
    int told = 0;
    {
        RouteNews news(loop.get_executor(), windows);
        EXPECT_TRUE(news.deaf_to().empty());
        news.start([&] { ++told; });
        FakeWindows::interface_callback(FakeWindows::context, nullptr, MibParameterNotification);
        FakeWindows::interface_callback(FakeWindows::context, nullptr, MibParameterNotification);
        loop.poll();
        EXPECT_EQ(told, 1) << "what comes together is one wake-up";
        news.stop();
        FakeWindows::interface_callback(FakeWindows::context, nullptr, MibParameterNotification);
        loop.poll();
        EXPECT_EQ(told, 1);
    }
    EXPECT_EQ(FakeWindows::cancelled, 2);
}

TEST(RouteNews, FindsByReadingWhatWindowsDoesNotTell) {
    boost::asio::io_context loop;
    const auto windows = FakeWindows::functions();
    FakeWindows::given = nullptr;
    int told = 0;
    RouteNews news(loop.get_executor(), windows);
    news.start([&] { ++told; });
    FakeWindows::status = IfOperStatusDown;
    while (told == 0)
        loop.run_one();
    const int reads = FakeWindows::reads;
    while (FakeWindows::reads < reads + 2)
        loop.run_one();
    EXPECT_EQ(told, 1) << "what stays as it is is no news";
}

TEST(RouteNews, GoesOnReadingWhereWindowsTellsToo) {
    boost::asio::io_context loop;
    const auto windows = FakeWindows::functions();
    FakeWindows::given = a_handle;
    int told = 0;
    RouteNews news(loop.get_executor(), windows);
    news.start([&] { ++told; });
    FakeWindows::status = IfOperStatusDown;
    while (told == 0)
        loop.run_one();
    EXPECT_EQ(told, 1);
}

} // namespace
} // namespace offline::sources
