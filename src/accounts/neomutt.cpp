#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "accounts/collector.h"
#include "accounts/mail_url.h"
#include "accounts/readers.h"
#include "accounts/text.h"

namespace offline::accounts {
namespace {

constexpr int deepest = 3; // hooks within hooks

using Words = std::vector<std::string>;
using Heard = std::function<void(const Words&)>;

bool is_a_hook(std::string_view command) { return command.ends_with("-hook") || command == "macro"; }

/// Each command of a text, and those that stand as text in its hooks and macros.
void for_each_command(std::string_view text, const Heard& heard, int depth = 0) {
    for (const auto line : lines_of(text)) {
        const auto words = words_of(line);
        if (words.empty())
            continue;
        heard(words);
        if (is_a_hook(words[0]) && depth < deepest)
            for (auto word = words.begin() + 1; word != words.end(); ++word)
                for (const auto command : parts_of(*word, ';'))
                    for_each_command(command, heard, depth + 1);
    }
}

/// `set a=b c = d` and the like.
void for_each_setting(const Words& words,
                      const std::function<void(const std::string&, const std::string&)>& heard) {
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto name = words[i];
        std::string value;
        if (const auto sign = name.find('='); sign != std::string::npos) {
            value = name.substr(sign + 1);
            name.resize(sign);
            if (value.empty() && i + 1 < words.size())
                value = words[++i];
        } else if (i + 1 < words.size() && words[i + 1].starts_with('=')) {
            value = words[++i].substr(1);
            if (value.empty() && i + 1 < words.size())
                value = words[++i];
        }
        heard(name, value);
    }
}

/// What one file says. An account to a file: that is how people who have several keep them apart.
class Settings {
public:
    void hear(const Words& words) {
        if (words[0] == "set")
            for_each_setting(
                words, [this](const std::string& name, const std::string& value) { values_[name] = value; });
        else if (words[0] == "mailboxes" || words[0] == "named-mailboxes")
            mailboxes_.insert(mailboxes_.end(), words.begin() + 1, words.end());
    }

    void add_to(Collector& found) const {
        std::vector<Server> servers;
        std::string name;
        const auto take = [&](const std::string& url) {
            const auto read = parse_mail_url(url);
            if (!read)
                return;
            if (name.empty() && !read->user.empty())
                name = read->user.find('@') == std::string::npos ? read->user + "@" + read->server.host
                                                                 : read->user;
            servers.push_back(read->server);
        };
        for (const char* incoming : {"folder", "spoolfile", "spool_file", "pop_host"})
            take(value(incoming));
        if (servers.empty())
            std::ranges::for_each(mailboxes_, take);
        take(value("smtp_url"));
        for (const char* better : {"imap_user", "from"})
            if (value(better).find('@') != std::string::npos && value(better).find('$') == std::string::npos)
                name = value(better);
        if (servers.empty())
            return;
        if (!value("tunnel").empty())
            found.skip(name, "it is reached through a tunnel");
        else
            found.add(name, servers);
    }

private:
    std::string value(const std::string& name) const {
        const auto found = values_.find(name);
        return found == values_.end() ? "" : found->second;
    }

    std::map<std::string, std::string> values_;
    std::vector<std::string> mailboxes_;
};

} // namespace

Reading read_neomutt(const ConfigFiles& files) {
    Collector found;
    for (const auto& file : files) {
        Settings settings;
        for_each_command(file.text, [&](const Words& words) { settings.hear(words); });
        settings.add_to(found);
    }
    return found.take();
}

std::vector<std::string> sourced_by_neomutt(std::string_view text) {
    std::vector<std::string> files;
    for_each_command(text, [&](const Words& words) {
        if (words[0] == "source" && words.size() > 1 && !words[1].empty() && words[1].back() != '|')
            files.push_back(words[1]);
    });
    return files;
}

} // namespace offline::accounts
