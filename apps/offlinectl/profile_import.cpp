#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>

#include "accounts/mail_program.h"
#include "engine/profile_file.h"
#include "engine/profile_store.h"
#include "offlinectl/json.h"
#include "offlinectl/text.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {
namespace {

using accounts::Account;
using accounts::MailProgram;
using base::Code;
using base::failure;
using base::Result;
using engine::ProfileStore;

using Programs = std::vector<const MailProgram*>;

Result<Programs> programs_named(const std::vector<std::string>& names) {
    Programs chosen;
    std::string known;
    for (const auto& program : accounts::mail_programs()) {
        known += (known.empty() ? "" : ", ") + std::string(program.name);
        if (names.empty() || std::ranges::find(names, program.name) != names.end())
            chosen.push_back(&program);
    }
    const auto unknown = std::ranges::find_if(names, [](const std::string& name) {
        return std::ranges::find(accounts::mail_programs(), name, &MailProgram::name) ==
               accounts::mail_programs().end();
    });
    if (unknown != names.end())
        return failure(Code::usage, "\"" + *unknown + "\" is no program that is known; name one of " + known);
    return chosen;
}

bool is_there(const std::filesystem::path& place) {
    std::error_code failed;
    return std::filesystem::exists(place, failed);
}

/// All accounts of these programs; says what was passed over.
std::vector<Account> accounts_of(const Programs& programs, const Console& console) {
    const auto home = accounts::Home::of_this_user();
    std::vector<Account> all;
    for (const auto* program : programs)
        for (const auto& place : program->places(home)) {
            if (!is_there(place))
                continue;
            const auto reading = accounts::read_accounts(*program, place);
            if (!reading) {
                console.say(reading.error().what);
                continue;
            }
            for (const auto& skipped : reading->skipped)
                console.say(std::string(program->name) + ": " + skipped + "; it is left out");
            all.insert(all.end(), reading->accounts.begin(), reading->accounts.end());
        }
    return accounts::merged(all);
}

Result<std::vector<Account>> accounts_at(const MailProgram& program, const std::string& place,
                                         const Console& console) {
    const auto reading = accounts::read_accounts(program, place);
    if (!reading)
        return reading.error();
    for (const auto& skipped : reading->skipped)
        console.say(skipped + "; it is left out");
    return accounts::merged(reading->accounts);
}

/// What would be written, as it would stand in the file.
void show(const model::Profile& profile, Console& console) {
    if (console.json()) {
        console.print(json::profile(profile));
        return;
    }
    std::istringstream text(engine::print_profile(profile));
    for (std::string line; std::getline(text, line);)
        console.print(printable(line));
    console.print("");
}

/// Keeps one that is new; false where there is such a profile, or it could not be kept.
bool keep(const model::Profile& profile, Console& console) {
    const auto file = ProfileStore::of_this_user().add(profile);
    if (!file) {
        console.say(file.error().what);
        return false;
    }
    console.print(console.json() ? json::profile_file(profile.name, file->native())
                                 : printable(profile.name + " is kept in " + file->native()));
    return true;
}

} // namespace

Result<int> profile_import(const ImportWanted& wanted, Console& console) {
    const auto programs = programs_named(wanted.programs);
    if (!programs)
        return programs.error();
    if (wanted.from && programs->size() != 1)
        return failure(Code::usage, "--from is the place of one program's configuration; name that program");
    const auto found = wanted.from ? accounts_at(*programs->front(), *wanted.from, console)
                                   : Result<std::vector<Account>>(accounts_of(*programs, console));
    if (!found)
        return found.error();
    if (found->empty())
        return failure(Code::not_found, "no account of a mail server was found; name the place of a "
                                        "program's configuration with --from");
    bool all_kept = true;
    for (const auto& account : *found) {
        const model::Profile profile{.name = account.name, .endpoints = account.endpoints};
        // One for all users is not to be hidden either.
        const auto other = ProfileStore::of_this_user().load(profile.name);
        if (other || other.error().code != Code::not_found)
            console.say(other ? "there is a profile \"" + profile.name + "\" already; it stays as it is"
                              : other.error().what);
        else if (wanted.dry_run)
            show(profile, console);
        else
            all_kept = keep(profile, console) && all_kept;
    }
    return all_kept ? exit_so : base::row(Code::unexpected).exit_status;
}

} // namespace offline::offlinectl
