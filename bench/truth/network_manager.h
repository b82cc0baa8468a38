#pragma once

#include <memory>
#include <string>

#include "net/host.h"
#include "servers/daemon.h"
#include "servers/message_bus.h"
#include "servers/scripted_server.h"
#include "servers/temp_folder.h"

namespace offline::bench {

/// Where the page that it checks is laid out, and the name or address that leads there.
struct Site {
    std::string name;
    net::Host& host;
};

/// A real NetworkManager in charge of the client's card at its best settings: the carrier counts at once, and
/// each second it checks whether a page can be had. Runs in the network of the
/// thread that makes it, on a bus of its own, which is the system's for this process and its children.
class NetworkManager {
public:
    /// The program that the environment's NETWORKMANAGER names, or the machine's own; empty: there is none.
    static std::string program();

    explicit NetworkManager(const Site& site);

    /// Its log.
    std::string words() const { return daemon_->output(); }

private:
    servers::TempFolder folder_;
    std::unique_ptr<servers::ScriptedServer> page_;
    servers::MessageBus bus_;
    std::unique_ptr<servers::Daemon> daemon_;
};

} // namespace offline::bench
