#include "bus/stores.h"

#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "history/place.h"

namespace offline::bus {
namespace {

using Outcome = model::Source::Outcome;

std::string because(const std::filesystem::path& folder, const std::error_code& error) {
    return folder.string() + " takes no file: " + error.message();
}

/// Why the folder takes no file; none where it does.
std::optional<std::string> trouble_with(const std::filesystem::path& folder) {
    const auto tried = folder / (".try-" + std::to_string(::getpid()));
    if (const auto error = history::make_private_file(tried))
        return because(folder, error);
    constexpr std::array<char, 4096> block{}; // an empty file may be had on a full disk
    const int file = ::open(tried.c_str(), O_WRONLY | O_CLOEXEC);
    errno = ENOSPC; // what a write that falls short means
    const bool written = ::write(file, block.data(), block.size()) == static_cast<ssize_t>(block.size());
    const std::error_code error(written ? 0 : errno, std::generic_category());
    ::unlink(tried.c_str());
    ::close(file);
    return error ? std::optional(because(folder, error)) : std::nullopt;
}

model::Source store(const char* name, const std::optional<std::string>& trouble) {
    return {name, trouble ? Outcome::failed : Outcome::working, trouble.value_or("")};
}

} // namespace

std::vector<model::Source> stores(const std::filesystem::path& folder, const history::Journal& journal) {
    const auto trouble = trouble_with(folder);
    const auto of_the_history = journal.trouble();
    return {store("wishes", trouble), store("history", of_the_history ? of_the_history : trouble)};
}

} // namespace offline::bus
