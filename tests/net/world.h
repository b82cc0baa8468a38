#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <vector>

#include "net/host.h"

namespace offline::net {

/// A cable between two hosts, and the network cards at its ends.
class Cable {
public:
    Cable(Device near, Device far) : near_(std::move(near)), far_(std::move(far)) {}

    /// The end at the host that was named first.
    Device& near() noexcept { return near_; }

    Device& far() noexcept { return far_; }

    /// The cards vanish at both ends, as a tunnel does when its program ends.
    Stamp vanish() { return near_.host().kernel().remove_link(near_.index()); }

private:
    Device near_;
    Device far_;
};

/// Hosts and the cables between them, with real kernels' routing: a few lines make a new one.
///
///     World world;
///     auto& router = world.host("router").forwards();
///     auto& server = world.host("server");
///     auto& lan = world.cable(world.client(), "192.168.7.2/24", router, "192.168.7.1/24");
///     world.cable(router, "203.0.113.1/24", server, "203.0.113.9/24");
///     world.client().add_route("default", "192.168.7.1");
///     server.add_route("default", "203.0.113.1");
///     auto imap = server.run([&] { return std::make_unique<ScriptedServer>(…); });
///     const Stamp pulled = lan.near().down();
///
/// The thread that makes a world becomes its client: that thread, and each that it begins later, sees the
/// client's network. The names of the cards are eth0, eth1 … in the order of a host's cables. Declared before
/// everything that lives in it.
class World {
public:
    World();

    Host& client() noexcept { return hosts_.front(); }

    Host& host(const std::string& name);

    /// Lays a cable and gives each end its addresses ("192.168.7.2/24 fd07::2/64", none for bare). Returns
    /// when packets pass.
    Cable& cable(Host& near, const std::string& near_addresses, Host& far, const std::string& far_addresses);

    /// What the client's resolvers ask; none: an empty file.
    void name_servers(const std::vector<std::string>& addresses);
    /// A line of the client's /etc/hosts.
    void known_host(const std::string& address, const std::string& name);

private:
    CableEnd next_end(const Host& host);

    std::list<Host> hosts_;
    std::list<Cable> cables_;
    std::map<const Host*, int> cards_;
    std::uint32_t next_index_{10};
    std::string hosts_file_{"127.0.0.1 localhost\n::1 localhost\n"};
};

} // namespace offline::net
