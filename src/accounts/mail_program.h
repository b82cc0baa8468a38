#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "accounts/account.h"
#include "base/result.h"

namespace offline::accounts {

/// Where a user keeps things.
struct Home {
    std::filesystem::path folder;
    std::filesystem::path config; ///< `$XDG_CONFIG_HOME`, else `.config` in the folder

    static Home of_this_user();
};

using Paths = std::vector<std::filesystem::path>;

/// A mail program whose accounts can be read.
struct MailProgram {
    std::string_view name;                              ///< as a command line names it
    Paths (*places)(const Home&);                       ///< files or folders that are usual for it
    Paths (*files)(const std::filesystem::path& place); ///< what is to be read there
    Reading (*read)(const ConfigFiles&);
};

/// Sorted by what is asked first.
std::span<const MailProgram> mail_programs();

/// What a program keeps at that place: a file of its configuration, or the folder of it. Code::usage and the
/// like where the place itself cannot be read; files that another one names may be missing.
base::Result<Reading> read_accounts(const MailProgram& program, const std::filesystem::path& place);

} // namespace offline::accounts
