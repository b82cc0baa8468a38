#include "offlinectl/script_step.h"

#include <charconv>

#include "model/verdict.h"

namespace offline::offlinectl {
namespace {

using StepKind = Script::Step::Kind;

constexpr std::string_view blanks = " \t\r";

std::string quoted(std::string_view word) { return '"' + std::string(word) + '"'; }

/// The line up to its comment.
std::string_view without_comment(std::string_view line) {
    bool in_quotes = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"')
            in_quotes = !in_quotes;
        const bool begins_a_word = i == 0 || blanks.find(line[i - 1]) != std::string_view::npos;
        if (line[i] == '#' && begins_a_word && !in_quotes)
            return line.substr(0, i);
    }
    return line;
}

std::string reasons_of(State state) {
    std::string all;
    for (int i = 0; i <= static_cast<int>(Reason::captive_portal); ++i)
        if (const auto reason = static_cast<Reason>(i); model::is_of_servers(state, reason))
            all += (all.empty() ? "" : ", ") + std::string(word(reason));
    return all;
}

std::string why_no_reason(State state, std::string_view text) {
    const auto reason = reason_of(text);
    const auto those = "; those of " + std::string(word(state)) + " are " + reasons_of(state);
    if (!reason)
        return "there is no reason " + quoted(text) + those;
    if (*reason == Reason::user)
        return "user is a wish and not what servers say; offlinectl set PROFILE offline wishes so";
    return std::string(text) + " is no reason for servers to be " + std::string(word(state)) + those;
}

void read_standing(ScriptLine& line, Script::Step& step) {
    step.state = line.take() == "online" ? State::online : State::offline;
    step.reason = step.state == State::online ? Reason::ok : Reason::no_route;
    if (!line.at_end() && !line.next().starts_with('"')) {
        const auto reason = reason_of(line.next());
        if (!reason || !model::is_of_servers(step.state, *reason))
            throw ScriptError(line.column(), why_no_reason(step.state, line.next()));
        step.reason = *reason;
        line.take();
    }
    step.detail = sentence(step.reason);
    if (line.next().starts_with('"'))
        step.detail = line.take_text();
}

base::Duration read_after(ScriptLine& line) {
    line.take();
    const auto column = line.column();
    if (line.at_end())
        throw ScriptError(column, "after how long? say it as in \"after 2s\"");
    const auto duration = base::parse_duration(line.take());
    if (!duration)
        throw ScriptError(column, duration.error().what);
    return *duration;
}

std::optional<std::uint64_t> read_times(ScriptLine& line) {
    line.take();
    if (line.at_end())
        return std::nullopt;
    const auto column = line.column();
    const auto text = line.take();
    std::uint64_t times = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), times);
    if (error != std::errc{} || end != text.data() + text.size() || times == 0)
        throw ScriptError(column, quoted(text) + " is no number of times; say 1 or more, or leave it out: "
                                                 "until Ctrl-C");
    return times;
}

} // namespace

ScriptLine::ScriptLine(std::string_view line) : rest_(without_comment(line)) { skip(0); }

void ScriptLine::skip(std::size_t bytes) {
    const auto to = std::min(rest_.find_first_not_of(blanks, bytes), rest_.size());
    rest_.remove_prefix(to);
    column_ += to;
}

std::string_view ScriptLine::next() const { return rest_.substr(0, rest_.find_first_of(blanks)); }

std::string_view ScriptLine::take() {
    const auto word = next();
    skip(word.size());
    return word;
}

std::string ScriptLine::take_text() {
    if (!rest_.starts_with('"')) {
        std::string text(rest_.substr(0, rest_.find_last_not_of(blanks) + 1));
        skip(rest_.size());
        return text;
    }
    const auto end = rest_.find('"', 1);
    if (end == std::string_view::npos)
        throw ScriptError(column_, "the quotes do not end on this line");
    std::string text(rest_.substr(1, end - 1));
    skip(end + 1);
    return text;
}

void ScriptLine::must_end() const {
    if (!at_end())
        throw ScriptError(column_, quoted(next()) + " is too much here; a step has a line of its own");
}

Script::Step read_step(ScriptLine& line) {
    Script::Step step;
    if (line.next() == "after") {
        step.after = read_after(line);
        step.kind = StepKind::pause;
        if (line.at_end())
            return step;
    }
    const auto word = line.next();
    if (word == "online" || word == "offline") {
        step.kind = StepKind::state;
        read_standing(line, step);
    } else if (word == "hold") {
        step.kind = StepKind::hold;
        line.take();
    } else if (word == "repeat" && step.kind != StepKind::pause) {
        step.kind = StepKind::repeat;
        step.times = read_times(line);
    } else if (word == "end" && step.kind != StepKind::pause) {
        step.kind = StepKind::end;
        line.take();
    } else {
        throw ScriptError(line.column(), quoted(word) + (step.kind == StepKind::pause
                                                             ? " cannot follow; say online, offline or hold"
                                                             : " is no step; say profile, online, offline, "
                                                               "after, repeat, end or hold"));
    }
    line.must_end();
    return step;
}

} // namespace offline::offlinectl
