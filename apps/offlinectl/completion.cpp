#include "offlinectl/completion.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <CLI/CLI.hpp>

#include "engine/profile_store.h"

namespace offline::offlinectl {
namespace {

using Lines = std::vector<std::string>;

constexpr auto files = ":files";

Lines split(std::string_view text, std::string_view by) {
    Lines parts;
    for (std::size_t end = 0; end != std::string_view::npos;) {
        end = text.find(by);
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + by.size());
    }
    return parts;
}

bool takes_a_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

/// The option of that name, of a verb or of those that it stands under.
const CLI::Option* option_of(const CLI::App* verb, const std::string& name) {
    for (; verb; verb = verb->get_parent())
        if (const auto* option = verb->get_option_no_throw(name))
            return option;
    return nullptr;
}

/// The place of the word that is asked for.
struct Place {
    const CLI::App* verb;
    const CLI::Option* wants_value = nullptr; ///< the option before it
    std::size_t arguments = 0;                ///< that stand before it and belong to the verb
    bool behind_the_dashes = false;           ///< after `--` comes a command of somebody else's
};

const CLI::App* part_of(const Place& place, const std::string& word) {
    if (place.arguments > 0)
        return nullptr;
    for (const auto* part : place.verb->get_subcommands({}))
        if (part->get_name() == word)
            return part;
    return nullptr;
}

void step(Place& place, const std::string& word) {
    if (place.wants_value) {
        place.wants_value = nullptr;
    } else if (word == "--") {
        place.behind_the_dashes = true;
    } else if (word.starts_with('-')) {
        const auto* option = option_of(place.verb, word.substr(0, word.find('=')));
        if (option && takes_a_value(*option) && word.find('=') == std::string::npos)
            place.wants_value = option;
    } else if (const auto* part = part_of(place, word)) {
        place.verb = part;
    } else {
        ++place.arguments;
    }
}

Lines profiles() {
    Lines names;
    for (const auto& profile : engine::ProfileStore::of_this_user().list().profiles)
        names.push_back(profile.name);
    return names;
}

/// The words of a purpose that lists them: `online or offline`, `a, b or c (default: all)`.
Lines listed_in(const std::string& purpose) {
    Lines words;
    for (const auto& part : split(purpose.substr(0, purpose.find(" (")), ", "))
        for (auto& word : split(part, " or "))
            words.push_back(std::move(word));
    const bool a_list = words.size() > 1 && std::ranges::none_of(words, [](const auto& word) {
                            return word.empty() || word.find(' ') != std::string::npos;
                        });
    return a_list ? words : Lines{};
}

Lines values_of(const CLI::Option& option) {
    const auto type = option.get_type_name();
    if (type.find('|') != std::string::npos)
        return split(type, "|");
    if (type == "FILE" || type == "PATH")
        return {files};
    return {};
}

Lines arguments_of(const CLI::App& verb, std::size_t place) {
    const auto positional =
        verb.get_options([](const CLI::Option* option) { return option->get_positional(); });
    if (positional.empty())
        return {};
    const auto& last = *positional.back();
    const bool many = last.get_items_expected_max() > 1;
    if (place >= positional.size() && !many)
        return {};
    const auto& argument = *positional[std::min(place, positional.size() - 1)];
    const auto name = argument.get_name(true);
    if (name == "FILE")
        return {files};
    if (name == "PROFILE" || (name == "NAME" && verb.get_name() != "add"))
        return profiles();
    return listed_in(argument.get_description());
}

Lines options_of(const CLI::App* verb) {
    Lines lines;
    for (; verb; verb = verb->get_parent())
        for (const auto* option : verb->get_options())
            for (const auto& name : option->get_lnames())
                if (auto line = "--" + name + '\t' + option->get_description();
                    !std::ranges::count(lines, line))
                    lines.push_back(std::move(line));
    return lines;
}

Lines with_prefix(std::string_view prefix, Lines lines) {
    for (auto& line : lines)
        if (line != files)
            line.insert(0, prefix);
    return lines;
}

} // namespace

std::vector<std::string> complete(const CLI::App& described, const std::vector<std::string>& words) {
    const std::string word = words.empty() ? "" : words.back();
    Place place{&described};
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        step(place, words[i]);

    if (place.behind_the_dashes)
        return {files};
    if (place.wants_value)
        return values_of(*place.wants_value);
    if (const auto equals = word.find('='); word.starts_with("--") && equals != std::string::npos) {
        const auto* option = option_of(place.verb, word.substr(0, equals));
        return option ? with_prefix(word.substr(0, equals + 1), values_of(*option)) : Lines{};
    }
    if (word.starts_with('-'))
        return options_of(place.verb);
    Lines lines;
    if (place.arguments == 0)
        for (const auto* part : place.verb->get_subcommands({}))
            lines.push_back(part->get_name() + '\t' + part->get_description());
    return lines.empty() ? arguments_of(*place.verb, place.arguments) : lines;
}

} // namespace offline::offlinectl
