#pragma once

#include <string>
#include <vector>

#include "model/endpoint.h"

namespace offline::accounts {

/// An account as a mail program's configuration has it: its name, and servers that are named there.
struct Account {
    std::string name; ///< fit for a profile: 1 to 128 bytes of UTF-8, no control character
    std::vector<model::Endpoint> endpoints; ///< at least one
};

/// What was read of a program's configuration.
struct Reading {
    std::vector<Account> accounts;
    std::vector<std::string> skipped; ///< one line for each account that is none for us: which, and why
};

/// A file of a program's configuration.
struct ConfigFile {
    std::string name; ///< without its folder
    std::string text;
};

using ConfigFiles = std::vector<ConfigFile>;

/// Accounts whose names are the same to a profile become one, with the servers of all.
std::vector<Account> merged(const std::vector<Account>& accounts);

} // namespace offline::accounts
