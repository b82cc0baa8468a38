#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "model/address.h"
#include "model/way.h"
#include "probes/failed.h"
#include "probes/name_query.h"
#include "probes/system_resolver.h"

namespace offline::probes {

/// How one look comes from a name to addresses: the name servers, then (or where they take long, beside them)
/// the system's resolver, and at last what earlier looks knew.
class Resolution {
public:
    /// `led_anew`: a question that gets no answer is repeated sooner.
    Resolution(asio::any_io_executor executor, std::string name, std::chrono::nanoseconds budget,
               bool led_anew, SystemResolver& system, std::vector<model::Address> known);

    /// Throws where there is no address; failure() says why.
    asio::awaitable<void> run();

    /// After run(): the addresses of the family that was not waited for, once there are any; none come where
    /// it took none from the name servers. They count among addresses() then.
    asio::awaitable<std::vector<model::Address>> latecomers(std::chrono::nanoseconds limit);

    const std::vector<model::Address>& addresses() const { return addresses_; }

    /// The name gave nothing; the addresses are those of earlier looks.
    bool from_memory() const { return from_memory_; }

    std::string detail() const { return query_.detail(); }

    /// Why there is no address, also where run() was cancelled before it knew.
    Failed failure(model::Ways& ways) const;

private:
    asio::awaitable<void> ask_anybody();
    asio::awaitable<void> ask_name_servers();
    asio::awaitable<void> ask_system();
    asio::awaitable<void> remember();
    bool settle(std::vector<model::Address> addresses);
    bool cut_off(model::Ways& ways) const;

    std::string name_;
    std::chrono::nanoseconds budget_;
    NameQuery query_;
    SystemResolver& system_;
    std::optional<SystemResolver::Answer> system_answer_;
    std::vector<model::Address> known_;
    std::vector<model::Address> addresses_;
    bool by_name_servers_ = false;
    bool from_memory_ = false;
};

} // namespace offline::probes
