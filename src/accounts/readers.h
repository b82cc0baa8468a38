#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accounts/account.h"

namespace offline::accounts {

// What each program's configuration says, from the texts of its files: pure functions that take anything,
// since the files are anybody's. None of them looks at what may be a password, and an account that is
// switched off is none.

/// `prefs.js`, one for each of Thunderbird's profiles.
Reading read_thunderbird(const ConfigFiles& files);
/// `UID.source` files of evolution-data-server, which refer to each other.
Reading read_evolution(const ConfigFiles& files);
/// `akonadi_imap_resource_0rc` and its like, `agent_config_akonadi_imap_resource_0`, `mailtransports`.
Reading read_kmail(const ConfigFiles& files);
/// `.mbsyncrc`
Reading read_mbsync(const ConfigFiles& files);
/// `.offlineimaprc`
Reading read_offlineimap(const ConfigFiles& files);
/// `.msmtprc`
Reading read_msmtp(const ConfigFiles& files);
/// `neomuttrc`, `muttrc`, and the files that they source.
Reading read_neomutt(const ConfigFiles& files);
/// `accounts.conf`
Reading read_aerc(const ConfigFiles& files);

/// The files that one of neomutt's sources, as they are named there.
std::vector<std::string> sourced_by_neomutt(std::string_view text);
/// The folders of Thunderbird's profiles that `profiles.ini` names; relative ones are meant from where it is.
std::vector<std::string> profiles_of_thunderbird(std::string_view profiles_ini);

} // namespace offline::accounts
