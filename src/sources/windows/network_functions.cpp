#include "sources/windows/network_functions.h"

#include <cstdint>

namespace offline::sources {
namespace {

// The library stays loaded: nobody frees what is called for the life of the process.
std::uintptr_t found(const wchar_t* library, const char* name) {
    const HMODULE module = ::LoadLibraryExW(library, nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
    return module ? reinterpret_cast<std::uintptr_t>(::GetProcAddress(module, name)) : 0;
}

} // namespace

const NetworkFunctions& NetworkFunctions::of_the_system() {
    static const NetworkFunctions all = [] {
        constexpr auto helper = L"iphlpapi.dll";
        constexpr auto com = L"ole32.dll";
        NetworkFunctions f;
        f.adapters = reinterpret_cast<decltype(f.adapters)>(found(helper, "GetAdaptersAddresses"));
        f.best_route = reinterpret_cast<decltype(f.best_route)>(found(helper, "GetBestRoute2"));
        f.best_interface = reinterpret_cast<decltype(f.best_interface)>(found(helper, "GetBestInterfaceEx"));
        f.notify_of_interfaces =
            reinterpret_cast<decltype(f.notify_of_interfaces)>(found(helper, "NotifyIpInterfaceChange"));
        f.notify_of_routes =
            reinterpret_cast<decltype(f.notify_of_routes)>(found(helper, "NotifyRouteChange2"));
        f.cancel_notify =
            reinterpret_cast<decltype(f.cancel_notify)>(found(helper, "CancelMibChangeNotify2"));
        f.enter_com = reinterpret_cast<decltype(f.enter_com)>(found(com, "CoInitializeEx"));
        f.leave_com = reinterpret_cast<decltype(f.leave_com)>(found(com, "CoUninitialize"));
        f.create_instance = reinterpret_cast<decltype(f.create_instance)>(found(com, "CoCreateInstance"));
        return f;
    }();
    return all;
}

} // namespace offline::sources
