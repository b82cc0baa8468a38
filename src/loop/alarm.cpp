#include "loop/alarm.h"

#include <utility>
#include <vector>

#include <boost/asio/execution/context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/query.hpp>

#include "loop/clockwork.h"

namespace offline::loop {

namespace asio = boost::asio;

/// The alarms of one loop, by their time.
class Agenda final : public asio::execution_context::service {
public:
    using key_type = Agenda;
    static asio::execution_context::id id;

    explicit Agenda(asio::execution_context& loop)
        : service(loop), clockwork_(static_cast<asio::io_context&>(loop), [this] { ring(); }) {}

    static Agenda& of(const asio::any_io_executor& executor) {
        return asio::use_service<Agenda>(asio::query(executor, asio::execution::context));
    }

    void put(Alarm& alarm, base::Instant at, std::function<void()> rings) {
        take(alarm);
        alarm.place_ = entries_.insert({at, {&alarm, std::move(rings)}});
        wind();
    }

    void remove(Alarm& alarm) {
        if (!alarm.place_)
            return;
        const auto dropped = take(alarm); // what it holds may have alarms of its own
        wind();
    }

private:
    std::function<void()> take(Alarm& alarm) {
        if (!alarm.place_)
            return {};
        const auto place = *std::exchange(alarm.place_, std::nullopt);
        auto rings = std::move(place->second.rings);
        entries_.erase(place);
        return rings;
    }

    // One that is set anew by a ring, for now, waits until the loop comes round again.
    void ring() {
        wound_for_.reset();
        const auto now = std::chrono::steady_clock::now();
        rings_ = true;
        for (auto left = entries_.size(); left > 0 && !entries_.empty() && entries_.begin()->first <= now;
             --left)
            take (*entries_.begin()->second.alarm)();
        rings_ = false;
        wind();
    }

    void wind() {
        if (rings_ || ended_)
            return;
        const auto next = entries_.empty() ? std::nullopt : std::optional(entries_.begin()->first);
        if (next == wound_for_)
            return;
        wound_for_ = next;
        if (next)
            clockwork_.wind(*next);
        else
            clockwork_.stop();
    }

    // The loop ends, and with it whoever waits.
    void shutdown() override {
        ended_ = true;
        clockwork_.stop();
        std::vector<std::function<void()>> never_called;
        for (auto& [at, entry] : entries_)
            never_called.push_back(std::move(entry.rings));
    }

    Clockwork clockwork_;
    Alarm::Entries entries_;
    std::optional<base::Instant> wound_for_;
    bool rings_ = false; ///< wound up when all have rung
    bool ended_ = false;
};

asio::execution_context::id Agenda::id;

Alarm::Alarm(const asio::any_io_executor& executor) : agenda_(Agenda::of(executor)) {}

void Alarm::set(base::Instant at, std::function<void()> rings) { agenda_.put(*this, at, std::move(rings)); }

void Alarm::off() { agenda_.remove(*this); }

} // namespace offline::loop
