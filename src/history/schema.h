#pragma once

#include "history/database.h"

namespace offline::history {

/// Makes the tables in an empty file. Throws Trouble where the file is of a later version than ours.
void make_tables(const Database& database);

/// Whether the first writer has come so far.
bool has_tables(const Database& database);

/// Throws Trouble where the file has no tables that this version can read.
void check_version(const Database& database);

} // namespace offline::history
