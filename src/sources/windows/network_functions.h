#pragma once

#include <winsock2.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>
#include <netioapi.h>
#include <objbase.h>

namespace offline::sources {

/// Everything that Windows is asked about networks, in one table: found by name in the system's libraries,
/// and replaced by another in tests. What a Windows lacks is null.
struct NetworkFunctions {
    decltype(&::GetAdaptersAddresses) adapters{};
    decltype(&::GetBestRoute2) best_route{};
    decltype(&::GetBestInterfaceEx) best_interface{};
    decltype(&::NotifyIpInterfaceChange) notify_of_interfaces{};
    decltype(&::NotifyRouteChange2) notify_of_routes{};
    decltype(&::CancelMibChangeNotify2) cancel_notify{};
    decltype(&::CoInitializeEx) enter_com{};
    decltype(&::CoUninitialize) leave_com{};
    decltype(&::CoCreateInstance) create_instance{};

    static const NetworkFunctions& of_the_system();
};

} // namespace offline::sources
