#include "manual/help.h"

#include <sstream>
#include <vector>

#include "servers/process.h"

namespace {

/// The first word of each entry below a heading such as `Options:`.
std::set<std::string> entries(const std::string& text, const std::string& heading) {
    std::set<std::string> words;
    std::istringstream lines(text);
    std::string line;
    bool inside = false;
    while (std::getline(lines, line)) {
        if (!line.starts_with(' '))
            inside = line == heading;
        else if (inside && line.size() > 2 && line[2] != ' ')
            words.insert(line.substr(2, line.find(' ', 2) - 2));
    }
    return words;
}

void collect(const std::string& program, const std::vector<std::string>& verb, Help& help) {
    std::vector<std::string> command{program};
    command.insert(command.end(), verb.begin(), verb.end());
    command.emplace_back("--help");
    const auto text = offline::servers::run(command).output;

    auto options = entries(text, "Options:");
    options.erase("-h,--help");
    const auto parts = entries(text, "Subcommands:");
    std::string name;
    for (const auto& word : verb)
        name += (name.empty() ? "" : " ") + word;
    if (verb.empty())
        help.options = options;
    else if (parts.empty())
        help.verbs[name] = options;
    for (const auto& part : parts) {
        auto deeper = verb;
        deeper.push_back(part);
        collect(program, deeper, help);
    }
}

} // namespace

Help help_of(const std::string& program) {
    Help help;
    collect(program, {}, help);
    return help;
}
