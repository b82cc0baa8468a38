#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "probes/bench.h"
#include "probes/connection.h"
#include "probes/diary.h"
#include "probes/greeting.h"
#include "probes/prober.h"
#include "probes/race.h"
#include "probes/resolution.h"

namespace offline::probes {

/// One look under way: the steps in their order, and what each of them has come to when time is up.
class Visit {
public:
    Visit(Bench& bench, Question question);

    asio::awaitable<model::Look> make();

private:
    asio::awaitable<void> take_steps();
    asio::awaitable<void> resolve();
    void find_ways();
    void find_route();
    asio::awaitable<void> converse();
    asio::awaitable<void> connect();
    asio::awaitable<void> join_latecomers();
    asio::awaitable<void> encrypt();
    asio::awaitable<void> greet();
    asio::awaitable<Greeting> hear_greeting();
    asio::awaitable<Greeting> hear_web_server();
    asio::awaitable<void> leave();
    asio::awaitable<void> suspect_portal();

    std::chrono::nanoseconds left() const;
    std::chrono::nanoseconds time_to_converse() const;
    Failed out_of_time();
    bool hears_another_protocol() const;
    bool still_hears() const;
    std::string without_closed_ways(std::vector<model::Address>& addresses) const;
    bool is_proved(const std::vector<model::Address>& addresses) const;

    Bench& bench_;
    Question question_;
    std::chrono::steady_clock::time_point deadline_;
    Diary diary_;
    std::vector<model::Address> candidates_;
    std::optional<Resolution> resolution_;
    std::optional<Race> race_;
    std::unique_ptr<Connection> connection_;
};

} // namespace offline::probes
