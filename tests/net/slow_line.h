#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "net/host.h"

namespace offline::net {

/// A line on which packets are long on their way, as over a satellite: a tunnel's end at each host, and a
/// thread that carries every packet over when it is due.
///
///     SlowLine line(client, "192.168.9.2/24", router, "192.168.9.1/24", 300ms);
///
/// Declared after its hosts' world.
class SlowLine {
public:
    SlowLine(Host& near, const std::string& near_address, Host& far, const std::string& far_address,
             std::chrono::milliseconds one_way);
    ~SlowLine();
    SlowLine(const SlowLine&) = delete;
    SlowLine& operator=(const SlowLine&) = delete;

private:
    void carry(std::chrono::milliseconds one_way);

    int near_;
    int far_;
    int end_;
    std::thread carrier_;
};

} // namespace offline::net
