#include <map>
#include <string>

#include <boost/json.hpp>

#include "accounts/collector.h"
#include "accounts/ini.h"
#include "accounts/readers.h"
#include "accounts/text.h"

namespace offline::accounts {
namespace {

constexpr std::string_view tls_from_the_start = "3"; // 2 is STARTTLS, 1 was STARTTLS where offered, 0 is none

/// Preferences as Mozilla writes them, each `user_pref("name", value);` in a line of its own.
class Preferences {
public:
    explicit Preferences(std::string_view text) {
        for (auto line : lines_of(text)) {
            line = trimmed(line);
            if (!line.starts_with("user_pref(\"mail.") || !line.ends_with(");"))
                continue;
            line.remove_prefix(std::string_view("user_pref(").size());
            line.remove_suffix(2);
            take(line);
        }
    }

    std::string value(const std::string& name) const {
        const auto found = values_.find(name);
        return found == values_.end() ? "" : found->second;
    }

private:
    // A name and a value of JavaScript; what Mozilla writes of them is JSON too.
    void take(std::string_view name_and_value) {
        boost::system::error_code bad;
        const auto both = boost::json::parse("[" + std::string(name_and_value) + "]", bad);
        if (bad || both.as_array().size() != 2 || !both.as_array()[0].is_string())
            return;
        const std::string name(both.as_array()[0].as_string());
        const auto& value = both.as_array()[1];
        if (value.is_string())
            values_[name] = std::string(value.as_string());
        else if (value.is_int64())
            values_[name] = std::to_string(value.as_int64());
    }

    std::map<std::string, std::string> values_;
};

Server server_at(const Preferences& preferences, const std::string& at, Protocol protocol,
                 const std::string& security) {
    return {.protocol = protocol,
            .host = preferences.value(at + ".hostname"),
            .port = port_of(preferences.value(at + ".port")),
            .tls = preferences.value(at + "." + security) == tls_from_the_start};
}

/// Where mail of an account's first identity is sent; its host is empty where that is nowhere.
Server outgoing(const Preferences& preferences, const std::string& account) {
    const auto identities = preferences.value(account + ".identities");
    const auto first = parts_of(identities, ',');
    std::string name;
    if (!first.empty())
        name = preferences.value("mail.identity." + std::string(first.front()) + ".smtpServer");
    if (name.empty())
        name = preferences.value("mail.smtp.defaultserver");
    return server_at(preferences, "mail.smtpserver." + name, Protocol::smtp, "try_ssl");
}

void read_account(const Preferences& preferences, const std::string& account, Collector& found) {
    const auto server = "mail.server." + preferences.value(account + ".server");
    const auto type = preferences.value(server + ".type");
    const auto name = preferences.value(server + ".name");
    if (type.empty() || type == "none") // its local folders
        return;
    if (type != "imap" && type != "pop3") {
        found.skip(name, "it is of the kind " + type);
        return;
    }
    auto incoming =
        server_at(preferences, server, type == "imap" ? Protocol::imap : Protocol::pop3, "socketType");
    // It was renamed once: the old name stays in the first place.
    if (auto renamed = preferences.value(server + ".realhostname"); !renamed.empty())
        incoming.host = std::move(renamed);
    std::vector<Server> servers{incoming};
    if (auto sending = outgoing(preferences, account); !sending.host.empty())
        servers.push_back(std::move(sending));
    found.add(name, servers);
}

} // namespace

Reading read_thunderbird(const ConfigFiles& files) {
    Collector found;
    for (const auto& file : files) {
        const Preferences preferences(file.text);
        const auto accounts = preferences.value("mail.accountmanager.accounts");
        for (const auto account : parts_of(accounts, ','))
            read_account(preferences, "mail.account." + std::string(account), found);
    }
    return found.take();
}

std::vector<std::string> profiles_of_thunderbird(std::string_view profiles_ini) {
    const Ini ini(profiles_ini);
    std::vector<std::string> folders;
    for (const auto& section : ini.sections())
        if (const auto& folder = ini.value(section, "path");
            section.starts_with("Profile") && !folder.empty())
            folders.push_back(folder);
    return folders;
}

} // namespace offline::accounts
