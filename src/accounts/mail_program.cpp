#include "accounts/mail_program.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "accounts/config_text.h"
#include "accounts/readers.h"

namespace offline::accounts {
namespace {

using std::filesystem::path;

constexpr std::size_t most_files = 1000;
constexpr std::size_t most_sourced = 64; // each may source all others

Paths the_file_itself(const path& place) { return {place}; }

Paths prefs_of_thunderbird(const path& place) {
    if (!is_folder(place))
        return {place};
    std::error_code failed;
    if (std::filesystem::exists(place / "prefs.js", failed))
        return {place / "prefs.js"};
    Paths files;
    if (const auto ini = read_config(place / "profiles.ini"))
        for (const auto& folder : profiles_of_thunderbird(*ini))
            files.push_back(place / folder / "prefs.js");
    return files;
}

Paths sources_of_evolution(const path& place) {
    return is_folder(place) ? entries_of(place, "", ".source") : Paths{place};
}

Paths resources_of_kmail(const path& place) {
    if (!is_folder(place))
        return {place};
    Paths files = entries_of(place, "akonadi_imap_resource_", "rc");
    for (const auto& more : {entries_of(place, "akonadi_pop3_resource_", "rc"),
                             entries_of(place / "akonadi", "agent_config_akonadi_", ""),
                             entries_of(place, "mailtransports", "")})
        files.insert(files.end(), more.begin(), more.end());
    return files;
}

/// The file, and what it sources, and what that sources; each once.
Paths files_of_neomutt(const path& place) {
    const char* const home = std::getenv("HOME");
    Paths files{place};
    for (std::size_t i = 0; i < files.size() && files.size() < most_sourced; ++i) {
        const auto text = read_config(files[i]);
        if (!text)
            continue;
        for (const auto& name : sourced_by_neomutt(*text)) {
            path file = name.starts_with("~/") ? path(home != nullptr ? home : "/") / name.substr(2)
                                               : files[i].parent_path() / name;
            file = file.lexically_normal();
            if (std::ranges::find(files, file) == files.end())
                files.push_back(std::move(file));
        }
    }
    return files;
}

constexpr auto programs = std::to_array<MailProgram>({
    {"thunderbird",
     [](const Home& home) -> Paths {
         return {home.folder / ".thunderbird", home.folder / "snap/thunderbird/common/.thunderbird",
                 home.folder / ".var/app/org.mozilla.Thunderbird/.thunderbird"};
     },
     prefs_of_thunderbird, read_thunderbird},
    {"evolution",
     [](const Home& home) -> Paths {
         return {home.config / "evolution/sources",
                 home.folder / ".var/app/org.gnome.Evolution/config/evolution/sources"};
     },
     sources_of_evolution, read_evolution},
    {"kmail", [](const Home& home) -> Paths { return {home.config}; }, resources_of_kmail, read_kmail},
    {"mbsync",
     [](const Home& home) -> Paths {
         return {home.folder / ".mbsyncrc", home.config / "isyncrc"};
     },
     the_file_itself, read_mbsync},
    {"offlineimap",
     [](const Home& home) -> Paths {
         return {home.folder / ".offlineimaprc", home.config / "offlineimap/config"};
     },
     the_file_itself, read_offlineimap},
    {"msmtp",
     [](const Home& home) -> Paths {
         return {home.folder / ".msmtprc", home.config / "msmtp/config"};
     },
     the_file_itself, read_msmtp},
    {"neomutt",
     [](const Home& home) -> Paths {
         return {home.config / "neomutt/neomuttrc", home.config / "neomutt/muttrc",
                 home.folder / ".neomuttrc",        home.folder / ".neomutt/neomuttrc",
                 home.config / "mutt/muttrc",       home.folder / ".muttrc",
                 home.folder / ".mutt/muttrc"};
     },
     files_of_neomutt, read_neomutt},
    {"aerc", [](const Home& home) -> Paths { return {home.config / "aerc/accounts.conf"}; }, the_file_itself,
     read_aerc},
});

} // namespace

Home Home::of_this_user() {
    const char* const home = std::getenv("HOME");
    const char* const config = std::getenv("XDG_CONFIG_HOME");
    const path folder(home != nullptr ? home : "/");
    return {folder, config != nullptr && path(config).is_absolute() ? path(config) : folder / ".config"};
}

std::span<const MailProgram> mail_programs() { return programs; }

base::Result<Reading> read_accounts(const MailProgram& program, const path& place) {
    ConfigFiles texts;
    for (const auto& file : program.files(place)) {
        auto text = read_config(file);
        if (text)
            texts.push_back({file.filename().native(), std::move(*text)});
        else if (file == place)
            return text.error();
        if (texts.size() == most_files)
            break;
    }
    return program.read(texts);
}

} // namespace offline::accounts
