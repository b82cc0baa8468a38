#include "bus/standing.h"

namespace offline::bus {
namespace {

std::vector<std::string> texts(sources::BusReader& reader) {
    std::vector<std::string> all;
    reader.elements(4, [&](sources::BusReader& each) { all.emplace_back(each.text()); });
    return all;
}

} // namespace

std::optional<Standing> read_standing(sources::BusReader& reader) {
    Standing read;
    std::optional<State> state;
    std::string reason;
    reader.properties([&](std::string_view name, std::string_view type, sources::BusReader& value) {
        if (type == "as" && name == "Endpoints")
            read.endpoints = texts(value);
        else if (type == "t" && name == "Since")
            read.since_us = value.long_number();
        else if (type != "s")
            return;
        else if (name == "Name")
            read.name = value.text();
        else if (name == "State")
            state = state_of(value.text());
        else if (name == "Reason")
            reason = value.text();
        else if (name == "Detail")
            read.detail = value.text();
        else if (name == "Wish")
            read.wish = state_of(value.text()).value_or(State::online);
        else if (name == "Verdict")
            read.verdict = value.text();
    });
    if (reader.failed() || !state || reason.empty())
        return std::nullopt;
    read.state = *state;
    read.reason = reason_of(reason, *state);
    return read;
}

std::optional<State> state_of(std::string_view word) {
    for (const State state : {State::online, State::offline})
        if (word == offline::word(state))
            return state;
    return std::nullopt;
}

Reason reason_of(std::string_view word, State state) {
    return offline::reason_of(word).value_or(state == State::online ? Reason::ok : Reason::unreachable);
}

} // namespace offline::bus
