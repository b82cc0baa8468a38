#pragma once

#include <string>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): a library's own
class App;
}

namespace offline::offlinectl {

/// What may stand in place of the last of the words that a shell has so far, the program's name left out: a
/// line for each, with its purpose after a tab. The one line `:files` stands for names of files.
///
/// It is read off the description of the command line itself, so that a verb or an option is offered as soon
/// as there is one. The shells' halves are in packaging/completion.
std::vector<std::string> complete(const CLI::App& described, const std::vector<std::string>& words);

} // namespace offline::offlinectl
