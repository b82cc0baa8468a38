#pragma once

#include <string>
#include <string_view>

#include "model/look.h"
#include "model/profile.h"
#include "offlinectl/finding.h"
#include "offlinectl/moment.h"
#include "offlinectl/script.h"
#include "session/session.h"

/// The contract's JSON: each gives one object on one line, without the line's end.
namespace offline::offlinectl::json {

std::string status(const session::Report& report);
std::string event(std::string_view profile, const session::Event& event, const Moment& now);
std::string look(std::string_view url, const model::Look& look, const Moment& now);
std::string explanation(const session::Explanation& explanation, const Moment& now);
std::string profile(const model::Profile& profile);
/// A step of a script that was played.
std::string played(std::string_view profile, const Script::Step& step, const Moment& now);

std::string finding(const Finding& finding);

/// `{"profile": …, "file": …}`: what was done to a file.
std::string profile_file(std::string_view name, std::string_view file);

} // namespace offline::offlinectl::json
