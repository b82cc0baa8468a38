#include "history/place.h"
#include "history/reader.h"

#include "engine/profile_store.h"
#include "offlinectl/history_json.h"
#include "offlinectl/history_page.h"
#include "offlinectl/text.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {
namespace {

using base::Result;
using history::Reader;
using Evidence = std::vector<history::Witness>;

constexpr std::uint64_t shown_to_people =
    20; // of the changes the latest: with the figures they fill a screen

/// The profile as the history or its file spells it; a failure where neither knows it.
Result<std::string> name_of(std::string_view profile, std::optional<Reader>& reader) {
    if (reader) {
        auto recorded = reader->name_of(profile);
        if (!recorded)
            return recorded.error();
        if (*recorded)
            return std::move(**recorded);
    }
    auto kept = engine::ProfileStore::of_this_user().load(profile);
    if (kept)
        return std::move(kept->name);
    if (kept.error().code == base::Code::not_found)
        return kept.error();
    return std::string(profile); // its file is there, whatever is wrong with it
}

/// What the endpoints had said at each of the changes; nothing where that is not wanted.
Result<std::vector<Evidence>> evidence_of(const std::string& profile, const HistoryWanted& wanted,
                                          const std::vector<history::PastChange>& changes, Reader& reader) {
    std::vector<Evidence> all;
    for (const auto& change : changes) {
        if (!wanted.evidence)
            break;
        auto evidence = reader.evidence(profile, change.time);
        if (!evidence)
            return evidence.error();
        all.push_back(std::move(*evidence));
    }
    return all;
}

Result<void> print_json(const std::string& profile, const HistoryWanted& wanted, Reader& reader,
                        history::Moment now, Console& console) {
    if (!wanted.summary) {
        const auto changes = reader.changes(profile, wanted.since, wanted.limit);
        if (!changes)
            return changes.error();
        const auto evidence = evidence_of(profile, wanted, *changes, reader);
        if (!evidence)
            return evidence.error();
        json::print_changes(profile, *changes, *evidence, console);
    }
    const auto summary = reader.summary(profile, wanted.since, now);
    if (!summary)
        return summary.error();
    console.print(json::summary(profile, *summary, wanted.since));
    return {};
}

Result<void> print_page(const std::string& profile, const HistoryWanted& wanted, Reader& reader,
                        history::Moment now, Console& console) {
    const HistoryPage page(console.colored());
    const auto summary = reader.summary(profile, wanted.since, now);
    if (!summary)
        return summary.error();
    if (!*summary) {
        console.print(page.nothing(profile));
        return {};
    }
    if (wanted.summary) {
        console.print(page.figures(profile, **summary));
        return {};
    }
    const auto limit = wanted.limit.value_or(shown_to_people);
    const auto stretches = reader.stretches(profile, wanted.since, now);
    if (!stretches)
        return stretches.error();
    const auto changes = reader.changes(profile, wanted.since, limit);
    if (!changes)
        return changes.error();
    const auto evidence = evidence_of(profile, wanted, *changes, reader);
    if (!evidence)
        return evidence.error();
    console.print(page.bar(*stretches));
    console.print(page.figures(profile, **summary));
    if (!changes->empty())
        console.print(page.changes(*changes, *evidence, (*summary)->changes));
    return {};
}

} // namespace

Result<int> history(const HistoryWanted& wanted, Console& console) {
    auto reader = Reader::open(history::own_history());
    if (!reader)
        return reader.error();
    const auto name = name_of(wanted.profile, *reader);
    if (!name)
        return name.error();
    const auto now = history::Moment::now();
    if (!*reader) {
        console.print(console.json() ? json::summary(*name, std::nullopt, wanted.since)
                                     : HistoryPage(console.colored()).nothing(*name));
        return exit_so;
    }
    const auto printed = console.json() ? print_json(*name, wanted, **reader, now, console)
                                        : print_page(*name, wanted, **reader, now, console);
    if (!printed)
        return printed.error();
    return exit_so;
}

} // namespace offline::offlinectl
