#include "bus/explanation.h"

#include <chrono>

#include <boost/asio/ip/address.hpp>

#include "bus/standing.h"

namespace offline::bus {
namespace {

using sources::BusReader;

std::optional<model::StepKind> step_of(std::string_view word) {
    using enum model::StepKind;
    for (const auto kind : {resolve, route, connect, tls, greeting})
        if (model::word(kind) == word)
            return kind;
    return std::nullopt;
}

std::chrono::nanoseconds milliseconds(double count) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double, std::milli>(count));
}

std::optional<base::Instant> in_milliseconds(BusReader& reader, base::Instant now) {
    const auto count = static_cast<std::int64_t>(reader.long_number());
    return count < 0 ? std::nullopt : std::optional(now + std::chrono::milliseconds(count));
}

void read_step(BusReader& reader, std::vector<model::Step>& steps) {
    const auto kind = step_of(reader.text());
    model::Step step;
    step.ok = reader.number() != 0;
    step.took = milliseconds(reader.real());
    step.detail = reader.text();
    if (!kind)
        return; // of a later version
    step.kind = *kind;
    steps.push_back(std::move(step));
}

model::Look read_look(BusReader& reader, base::Instant now) {
    model::Look look;
    look.ok = reader.number() != 0;
    look.reason = offline::reason_of(reader.text()).value_or(Reason::unknown);
    look.detail = reader.text();
    boost::system::error_code none;
    if (const auto address = boost::asio::ip::make_address(std::string(reader.text()), none); !none)
        look.address = address;
    reader.elements(8, [&](BusReader& each) { read_step(each, look.steps); });
    look.total = milliseconds(reader.real());
    const base::WallTime at{std::chrono::microseconds(reader.long_number())};
    look.at = now - (std::chrono::system_clock::now() - at);
    return look;
}

} // namespace

std::optional<engine::Explanation> read_explanation(const sources::BusMessage& answer, base::Instant now) {
    if (answer.signature != "a(sbbsssa(sbds)dxbx)tx")
        return std::nullopt;
    engine::Explanation read;
    bool understood = true;
    auto reader = answer.read();
    reader.elements(8, [&](BusReader& each) {
        const auto endpoint = model::parse_endpoint(each.text());
        const bool looked = each.number() != 0;
        auto look = read_look(each, now);
        const bool looking = each.number() != 0;
        const auto next_look = in_milliseconds(each, now);
        understood = understood && endpoint;
        if (endpoint)
            read.endpoints.push_back(
                {*endpoint, looked ? std::optional(std::move(look)) : std::nullopt, looking, next_look});
    });
    read.suppressed = reader.long_number();
    read.next_look = in_milliseconds(reader, now);
    return reader.failed() || !understood ? std::nullopt : std::optional(std::move(read));
}

std::optional<std::vector<model::Source>> read_sources(const sources::BusMessage& answer) {
    if (answer.signature != "a(sss)")
        return std::nullopt;
    using Outcome = model::Source::Outcome;
    std::vector<model::Source> all;
    auto reader = answer.read();
    reader.elements(8, [&](BusReader& each) {
        model::Source source{.name = std::string(each.text()), .outcome = Outcome::failed, .detail = {}};
        const auto outcome = each.text();
        for (const auto known : {Outcome::working, Outcome::absent})
            if (model::word(known) == outcome)
                source.outcome = known;
        source.detail = each.text();
        all.push_back(std::move(source));
    });
    return reader.failed() ? std::nullopt : std::optional(std::move(all));
}

std::optional<std::vector<model::HeldObject>> read_objects(const sources::BusMessage& answer) {
    if (answer.signature != "a(ooussss)")
        return std::nullopt;
    std::vector<model::HeldObject> all;
    auto reader = answer.read();
    reader.elements(8, [&](BusReader& each) {
        model::HeldObject object;
        object.path = each.text();
        object.parent = each.text();
        object.process = each.number();
        object.program = each.text();
        object.guid = each.text();
        const auto state = state_of(each.text());
        const auto reason = each.text();
        if (!state)
            return; // of a later version
        object.state = *state;
        object.reason = reason_of(reason, *state);
        all.push_back(std::move(object));
    });
    return reader.failed() ? std::nullopt : std::optional(std::move(all));
}

} // namespace offline::bus
