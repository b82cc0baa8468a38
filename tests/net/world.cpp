#include "net/world.h"

#include <cerrno>
#include <chrono>
#include <sched.h>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "servers/sandbox.h"

namespace offline::net {
namespace {

using namespace std::chrono_literals;

void give(Device& card, const std::string& addresses) {
    std::istringstream words(addresses);
    for (std::string address; words >> address;)
        card.add(address);
    card.up();
}

// A cable carries packets a moment after its ends are up, when the kernel has let its queues begin.
void wait_until_runs(Device& card) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!card.runs()) {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error(card.name() + " does not come up at " + card.host().name());
        std::this_thread::sleep_for(200us);
    }
}

} // namespace

World::World() {
    if (unshare(CLONE_NEWNET) != 0)
        throw std::system_error(errno, std::generic_category(), "no network namespace for the client");
    hosts_.emplace_back("client", Host::Here{});
    name_servers({});
    servers::Sandbox::hosts(hosts_file_);
}

Host& World::host(const std::string& name) { return hosts_.emplace_back(name); }

Cable& World::cable(Host& near, const std::string& near_addresses, Host& far,
                    const std::string& far_addresses) {
    const auto here = next_end(near);
    const auto there = next_end(far);
    near.kernel().make_cable(here, there, far.descriptor());
    auto& cable = cables_.emplace_back(Device(near, here), Device(far, there));
    give(cable.near(), near_addresses);
    give(cable.far(), far_addresses);
    wait_until_runs(cable.near());
    wait_until_runs(cable.far());
    return cable;
}

void World::name_servers(const std::vector<std::string>& addresses) {
    std::string text = "options timeout:1 attempts:2\n";
    for (const auto& address : addresses)
        text += "nameserver " + address + "\n";
    servers::Sandbox::resolv_conf(text);
}

void World::known_host(const std::string& address, const std::string& name) {
    hosts_file_ += address + " " + name + "\n";
    servers::Sandbox::hosts(hosts_file_);
}

// Indices are unique in the world: where both ends of a cable have the same, the kernel may hold a lost
// carrier back for a second.
CableEnd World::next_end(const Host& host) {
    return {.name = "eth" + std::to_string(cards_[&host]++), .index = next_index_++};
}

} // namespace offline::net
