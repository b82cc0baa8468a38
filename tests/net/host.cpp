#include "net/host.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace offline::net {
namespace {

int own_namespace() { return open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC); }

// Takes effect in the network namespace of the calling thread; a kernel without the knob goes without.
void set(const char* knob, const char* value) {
    std::ofstream(std::string("/proc/sys/net/") + knob) << value;
}

void check(bool fine, const std::string& what) {
    if (!fine)
        throw std::system_error(errno, std::generic_category(), what);
}

} // namespace

Host::Host(std::string name) : name_(std::move(name)) {
    std::exception_ptr failed;
    std::thread([&] {
        try {
            check(unshare(CLONE_NEWNET) == 0, "no network namespace for " + name_);
            settle_in();
        } catch (...) {
            failed = std::current_exception();
        }
    }).join();
    if (failed)
        std::rethrow_exception(failed);
}

Host::Host(std::string name, Here) : name_(std::move(name)) { settle_in(); }

Host::~Host() { close(namespace_); }

void Host::settle_in() {
    namespace_ = own_namespace();
    check(namespace_ >= 0, "no descriptor of the namespace of " + name_);
    kernel_ = std::make_unique<Kernel>();
    // A namespace takes some of these over from the machine that runs the test.
    set("ipv4/ip_forward", "0");
    set("ipv4/conf/all/rp_filter", "0");
    set("ipv4/conf/default/rp_filter", "0");
    // Addresses serve at once, and nothing is asked of routers that do not advertise.
    set("ipv6/conf/default/accept_dad", "0");
    set("ipv6/conf/default/accept_ra", "0");
    kernel_->set_link(1, true);
}

void Host::enter() const { check(setns(namespace_, CLONE_NEWNET) == 0, "cannot enter " + name_); }

void Host::sh(const std::string& command) {
    run([&] {
        const auto whole = "PATH=$PATH:/usr/sbin:/sbin; { " + command + "\n} 2>&1";
        auto* pipe = popen(whole.c_str(), "re");
        check(pipe != nullptr, "no shell");
        std::string words;
        for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
            words += static_cast<char>(c);
        if (pclose(pipe) != 0)
            throw std::runtime_error("at " + name_ + ": " + command + ": " + words);
    });
}

Host& Host::forwards() {
    run([] {
        set("ipv4/ip_forward", "1");
        set("ipv6/conf/all/forwarding", "1");
    });
    return *this;
}

Stamp Host::add_route(const std::string& prefix, const std::string& gateway) {
    return kernel_->route(Change::add, prefix, gateway);
}

Stamp Host::remove_route(const std::string& prefix, const std::string& gateway) {
    return kernel_->route(Change::remove, prefix, gateway);
}

Host& Host::filter(std::string_view when, std::string_view rule) {
    sh("nft -f - <<'END'\n"
       "table inet world {\n"
       "  chain in { type filter hook input priority 0; }\n"
       "  chain forward { type filter hook forward priority 0; }\n"
       "  chain out { type filter hook output priority 0; }\n"
       "}\n"
       "add rule inet world " +
       std::string(when) + " " + std::string(rule) + "\nEND");
    return *this;
}

Host& Host::heal() {
    sh("nft flush ruleset");
    return *this;
}

} // namespace offline::net
