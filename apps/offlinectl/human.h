#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/look.h"
#include "model/profile.h"
#include "model/source.h"
#include "offlinectl/finding.h"
#include "offlinectl/ink.h"
#include "offlinectl/moment.h"
#include "session/session.h"

namespace offline::offlinectl {

/// How long a profile was in a state: exactly, or at least since somebody watched.
struct Lasted {
    State state;
    base::Duration duration;
    bool at_least;
};

/// The same facts as the JSON, for people: aligned, in local time, coloured where wished. No line ends.
class Human {
public:
    explicit Human(bool colored) : ink_(colored) {}

    /// One line; `width` is that of the widest profile name.
    std::string status(const session::Report& report, std::size_t width, const Moment& now) const;
    std::string event(std::string_view profile, std::size_t width, const session::Event& event,
                      const std::optional<Lasted>& before, const Moment& now) const;

    /// Several lines: a heading, and one below it for each step.
    std::string look(std::string_view url, const model::Look& look) const;
    std::string explanation(const session::Explanation& explanation, const Moment& now) const;

    std::string profile(const model::Profile& profile, std::size_t width) const;
    std::string finding(const Finding& finding) const;

private:
    std::string standing(State state, Reason reason, std::string_view detail) const;
    std::string steps(const model::Look& look, std::string_view indent) const;
    std::string endpoint(const session::EndpointReport& endpoint, const Moment& now) const;
    std::string objects(const std::vector<model::HeldObject>& objects) const;
    std::string sources(const std::vector<model::Source>& sources) const;

    Ink ink_;
};

/// The widest of these names in columns.
std::size_t widest(const std::vector<std::string>& names);

} // namespace offline::offlinectl
