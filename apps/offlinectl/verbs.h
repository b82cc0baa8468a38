#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "base/duration.h"
#include "base/result.h"
#include "offlinectl/console.h"

namespace offline::offlinectl {

/// What the command line asks for: done on a console, it gives the exit status.
using Deed = std::function<base::Result<int>(Console&)>;

/// Exit statuses that are answers; those of failures stand in the error table.
inline constexpr int exit_so = 0;
inline constexpr int exit_offline = 3;
inline constexpr int exit_not_judged = 5;

/// Each offers one verb: once the command line names it, `deed` does it.
void offer_status(CLI::App& app, Deed& deed);
void offer_watch(CLI::App& app, Deed& deed);
void offer_wait(CLI::App& app, Deed& deed);
void offer_set(CLI::App& app, Deed& deed);
void offer_why(CLI::App& app, Deed& deed);
void offer_probe(CLI::App& app, Deed& deed);
void offer_profile(CLI::App& app, Deed& deed);

/// An option that takes a duration, such as `--timeout 5s`.
template <class Into>
CLI::Option* add_duration(CLI::App& app, const std::string& name, Into& into, const std::string& purpose) {
    const auto read = [name, &into](const std::string& text) {
        const auto duration = base::parse_duration(text);
        if (!duration)
            throw CLI::ValidationError(name, duration.error().what);
        into = *duration;
    };
    return app.add_option_function<std::string>(name, read, purpose)->type_name("DURATION");
}

} // namespace offline::offlinectl
