#include "truth/network_manager.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <sys/mount.h>
#include <system_error>
#include <unistd.h>

#include "net/mail_world.h"
#include "servers/sandbox.h"

namespace offline::bench {
namespace {

constexpr auto installed = "/usr/sbin/NetworkManager";

std::string configuration(const std::string& folder, const std::string& name) {
    return "[main]\nplugins=keyfile\nauth-polkit=false\ndns=none\nno-auto-default=*\n"
           "[keyfile]\npath=" +
           folder +
           "\n[device]\ncarrier-wait-timeout=0\n"
           "[connectivity]\ninterval=1\nuri=http://" +
           name + "/\n";
}

// What the worlds give the card.
constexpr auto card = "[connection]\nid=lan\nuuid=6f4f7fd7-4c63-4a43-9a52-6c6ffda5a4a1\ntype=ethernet\n"
                      "interface-name=eth0\n"
                      "[ipv4]\nmethod=manual\naddress1=192.168.7.2/24,192.168.7.1\n"
                      "[ipv6]\nmethod=manual\naddress1=fd07::2/64,fd07::1\n";

// It takes a machine without udev for what it is where /sys cannot be written.
void show_own_devices() {
    if (mount("none", "/sys", "sysfs", MS_RDONLY, nullptr) != 0)
        throw std::system_error(errno, std::generic_category(), "no /sys of the client's own");
}

} // namespace

std::string NetworkManager::program() {
    const char* named = std::getenv("NETWORKMANAGER");
    const std::string path = named != nullptr ? named : installed;
    return access(path.c_str(), X_OK) == 0 ? path : "";
}

NetworkManager::NetworkManager(const Site& site)
    : page_(net::serve_at(site.host, 80, servers::http("200 OK", "X-NetworkManager-Status: online\r\n"))) {
    servers::Sandbox::cover("/run");
    servers::Sandbox::cover("/var/lib");
    show_own_devices();
    // It leaves a card alone that somebody else has set up.
    servers::Sandbox::ip("address flush dev eth0");
    servers::Sandbox::ip("link set eth0 down");
    bus_.start();
    const auto in = [&](const char* file) { return (folder_.path() / file).string(); };
    folder_.write("NetworkManager.conf", configuration(in("cards"), site.name));
    std::filesystem::create_directory(in("cards"));
    std::filesystem::permissions(folder_.write("cards/lan", card), std::filesystem::perms::owner_read);
    daemon_ = std::make_unique<servers::Daemon>(
        std::vector<std::string>{program(), "--debug", "--config=" + in("NetworkManager.conf"),
                                 "--config-dir=" + in("none"), "--system-config-dir=" + in("none"),
                                 "--intern-config=" + in("intern"), "--state-file=" + in("state"),
                                 "--pid-file=" + in("pid")},
        in("log"));
}

} // namespace offline::bench
