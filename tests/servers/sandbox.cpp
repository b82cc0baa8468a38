#include "servers/sandbox.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace offline::servers {
namespace {

const TempFolder* current = nullptr;
std::string why_missing = "the test's main() made no sandbox";

void require(bool done, const std::string& what) {
    if (!done)
        throw std::runtime_error(what + ": " + std::strerror(errno));
}

void write_proc(const std::string& path, const std::string& text) {
    std::ofstream file(path);
    file << text;
    require(static_cast<bool>(file.flush()), "write " + path);
}

void become_root() {
    const auto user = std::to_string(::geteuid());
    const auto group = std::to_string(::getegid());
    require(::unshare(CLONE_NEWUSER) == 0, "enter a user namespace");
    write_proc("/proc/self/setgroups", "deny");
    write_proc("/proc/self/uid_map", "0 " + user + " 1");
    write_proc("/proc/self/gid_map", "0 " + group + " 1");
}

void put_over(const std::string& path, const std::string& file) {
    require(::mount(file.c_str(), path.c_str(), nullptr, MS_BIND, nullptr) == 0, "mount over " + path);
}

void enter(const TempFolder& files) {
    if (::geteuid() != 0)
        become_root();
    require(::unshare(CLONE_NEWNET | CLONE_NEWNS) == 0, "enter network and mount namespaces");
    require(::mount(nullptr, "/", nullptr, MS_PRIVATE | MS_REC, nullptr) == 0, "keep mounts private");
    for (const char* name : {"resolv.conf", "hosts", "nsswitch.conf"})
        put_over(std::string("/etc/") + name, files.write(name, ""));
    Sandbox::ip("link set lo up");
}

void rewrite(std::string_view name, std::string_view text) {
    if (current == nullptr)
        throw std::runtime_error("no sandbox: " + why_missing);
    current->write(name, text);
}

} // namespace

Sandbox::Sandbox() {
    try {
        enter(files_);
        current = &files_;
        restore_files();
        why_missing.clear();
    } catch (const std::runtime_error& failed) {
        why_missing = std::string("no sandbox: ") + failed.what();
    }
}

Sandbox::~Sandbox() { current = nullptr; }

const std::string& Sandbox::missing() { return why_missing; }

void Sandbox::restore_files() {
    resolv_conf("nameserver 127.0.0.1\n");
    hosts("127.0.0.1 localhost\n::1 localhost\n");
    nsswitch("hosts: files dns\n");
}

void Sandbox::resolv_conf(std::string_view text) { rewrite("resolv.conf", text); }

void Sandbox::hosts(std::string_view text) { rewrite("hosts", text); }

void Sandbox::nsswitch(std::string_view text) { rewrite("nsswitch.conf", text); }

void Sandbox::add_silent_addresses() {
    static bool added = false;
    if (std::exchange(added, true))
        return;
    ip("link add quiet type veth peer name nobody");
    ip("address add 192.0.2.1/24 dev quiet");
    ip("address add 2001:db8::1/64 dev quiet nodad");
    ip("link set nobody up");
    ip("link set quiet up");
    ip("neighbour add 192.0.2.66 lladdr 02:00:00:00:00:66 dev quiet nud permanent");
    ip("neighbour add 2001:db8::66 lladdr 02:00:00:00:00:66 dev quiet nud permanent");
}

void Sandbox::cover(const std::string& folder) {
    require(::mount("none", folder.c_str(), "tmpfs", 0, "mode=755") == 0, "cover " + folder);
}

void Sandbox::make_unreachable(const std::string& address) { ip("route add unreachable " + address); }

void Sandbox::ip(const std::string& arguments) {
    // NOLINTNEXTLINE(cert-env33-c): the arguments are the test's own
    if (std::system(("ip " + arguments).c_str()) != 0)
        throw std::runtime_error("ip " + arguments + " failed");
}

} // namespace offline::servers
