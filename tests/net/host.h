#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>

#include "net/kernel.h"

namespace offline::net {

/// One machine of a world: a network namespace with a kernel's routing of its own.
class Host {
public:
    /// The namespace of the calling thread.
    struct Here {};

    explicit Host(std::string name);
    Host(std::string name, Here);
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;
    ~Host();

    const std::string& name() const noexcept { return name_; }

    /// Runs `work` on a thread inside this host and returns what it returns. A thread begun there stays
    /// there, and so does a socket: a server made by it listens at this host.
    template <class Work>
    auto run(Work work) -> std::invoke_result_t<Work> {
        std::packaged_task<std::invoke_result_t<Work>()> task(std::move(work));
        auto result = task.get_future();
        std::thread([&] {
            enter();
            task();
        }).join();
        return result.get();
    }

    /// Runs a shell command inside: `ip rule add to 10.0.0.9 unreachable`. Throws its words where it fails.
    void sh(const std::string& command);

    /// Passes on packets that are not its own.
    Host& forwards();
    /// `prefix`: "203.0.113.0/24" or "default".
    Stamp add_route(const std::string& prefix, const std::string& gateway);
    Stamp remove_route(const std::string& prefix, const std::string& gateway);

    /// A rule of nftables for packets that come `in`, pass through (`forward`) or go `out`:
    /// filter("forward", "ip daddr 203.0.113.9 drop"), filter("forward", "numgen random mod 100 < 10 drop").
    /// A "reject" of the sender's own neighbour is met inside its connect(), and then seen a second late: let
    /// the refusing host route to nowhere instead, sh("ip route add unreachable 203.0.113.9").
    Host& filter(std::string_view when, std::string_view rule);
    /// Takes all filters away.
    Host& heal();

    Kernel& kernel() noexcept { return *kernel_; }

    int descriptor() const noexcept { return namespace_; }

    /// Moves the calling thread inside.
    void enter() const;

private:
    void settle_in();

    std::string name_;
    int namespace_{-1};
    std::unique_ptr<Kernel> kernel_;
};

/// What somebody's network card is to him: one end of a cable.
class Device {
public:
    Device(Host& host, CableEnd end) : host_(host), end_(std::move(end)) {}

    Host& host() const noexcept { return host_; }

    const std::string& name() const noexcept { return end_.name; }

    std::uint32_t index() const noexcept { return end_.index; }

    /// Administratively. The other end loses its carrier, or has it back.
    Stamp up() { return kernel().set_link(index(), true); }

    Stamp down() { return kernel().set_link(index(), false); }

    Stamp add(const std::string& address) { return kernel().address(Change::add, index(), address); }

    Stamp remove(const std::string& address) { return kernel().address(Change::remove, index(), address); }

    bool runs() { return kernel().link_runs(index()); }

private:
    Kernel& kernel() { return host_.kernel(); }

    Host& host_;
    CableEnd end_;
};

} // namespace offline::net
