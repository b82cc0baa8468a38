#include "probes/resolution.h"

#include <algorithm>

#include "probes/timing.h"

namespace offline::probes {
namespace {

using namespace std::chrono_literals;

// Over a way that is new a question is lost sooner than answered late.
std::chrono::milliseconds first_try(std::chrono::nanoseconds budget, bool led_anew) {
    const auto longest = led_anew ? 250ms : 1000ms;
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::min<std::chrono::nanoseconds>(longest, budget / 3));
}

} // namespace

Resolution::Resolution(asio::any_io_executor executor, std::string name, std::chrono::nanoseconds budget,
                       bool led_anew, SystemResolver& system, std::vector<model::Address> known)
    : name_(std::move(name)),
      budget_(budget),
      query_(std::move(executor), name_, first_try(budget, led_anew)),
      system_(system),
      known_(std::move(known)) {}

asio::awaitable<void> Resolution::run() {
    const auto patience = std::min<std::chrono::nanoseconds>(2s, budget_ / 2);
    if (known_.empty())
        co_await ask_anybody();
    else
        co_await staggered(ask_anybody(), patience, remember());
}

asio::awaitable<std::vector<model::Address>> Resolution::latecomers(std::chrono::nanoseconds limit) {
    std::vector<model::Address> late;
    if (!by_name_servers_)
        co_return late;
    co_await within(limit, query_.ask_on());
    for (const auto& each : query_.addresses())
        if (std::ranges::find(addresses_, each) == addresses_.end() && addresses_.size() < most_addresses) {
            addresses_.push_back(each);
            late.push_back(each);
        }
    co_return late;
}

Failed Resolution::failure(model::Ways& ways) const {
    if (query_.in_want() || (system_answer_ && system_answer_->in_want))
        return {Reason::unknown, "this process has no descriptor or memory left to look up " + name_};
    if (cut_off(ways))
        return {Reason::no_route,
                "no way to the internet nor to any name server, and no address of " + name_ + " is known"};
    if (query_.not_found() || (system_answer_ && system_answer_->not_found))
        return {Reason::dns_not_found, name_ + " is not found: " + query_.detail()};
    return {Reason::dns_failed, name_ + " could not be looked up: " + query_.detail()};
}

asio::awaitable<void> Resolution::ask_anybody() {
    const auto head_start = std::min<std::chrono::nanoseconds>(1s, budget_ / 4);
    return staggered(ask_name_servers(), head_start, ask_system());
}

asio::awaitable<void> Resolution::ask_name_servers() {
    co_await query_.ask();
    by_name_servers_ = settle(query_.addresses());
}

asio::awaitable<void> Resolution::ask_system() {
    system_answer_ = co_await system_.ask(name_);
    settle(system_answer_->addresses);
}

asio::awaitable<void> Resolution::remember() {
    from_memory_ = settle(known_);
    co_return;
}

// The first that has any is taken; whether it was this one.
bool Resolution::settle(std::vector<model::Address> addresses) {
    if (addresses.empty())
        throw Failed{Reason::dns_failed, query_.detail()};
    if (!addresses_.empty())
        return false;
    addresses_ = std::move(addresses);
    if (addresses_.size() > most_addresses)
        addresses_.resize(most_addresses);
    return true;
}

bool Resolution::cut_off(model::Ways& ways) const {
    if (!ways.any_interface_usable())
        return true;
    const auto can_be_asked = [&](const model::Address& server) {
        return !server.is_loopback() && ways.to(server, nullptr).open;
    };
    return std::ranges::none_of(query_.name_servers(), can_be_asked) && !ways.to_the_internet(nullptr).open;
}

} // namespace offline::probes
