#include <filesystem>

#include <gmock/gmock.h>
#include <offline/reason.h>

#include "base/error.h"
#include "engine/profile_file.h"
#include "manual/help.h"
#include "manual/page.h"
#include "metrics/reading.h"
#include "model/endpoint.h"
#include "servers/process.h"

namespace {

using namespace offline;
using testing::IsEmpty;

using Names = std::set<std::string>;

Names and_help(Names options) {
    options.insert("--help");
    return options;
}

TEST(ManualOfOfflinectl, HasEachOptionOfTheProgramAndNoOther) {
    EXPECT_EQ(Page("offlinectl.1").names("OPTIONS"), and_help(help_of(OFFLINECTL).options));
}

TEST(ManualOfOfflinectl, HasEachVerbWithEachOfItsOptionsAndNoOther) {
    std::map<std::string, Names> described;
    for (const auto& verb : Page("offlinectl.1").section("VERBS"))
        described[verb.name] = verb.below;
    const auto known = help_of(OFFLINECTL).verbs;
    ASSERT_THAT(known, testing::Not(IsEmpty()));
    EXPECT_EQ(described, known);
}

TEST(ManualOfOfflinectl, HasEachReasonAndNoOther) {
    Names reasons;
    for (int i = 0; i <= static_cast<int>(Reason::captive_portal); ++i)
        reasons.emplace(word(static_cast<Reason>(i)));
    EXPECT_EQ(Page("offlinectl.1").names("REASONS"), reasons);
}

TEST(ManualOfOfflinectl, HasEachExitStatus) {
    Names statuses{"0", "5"}; // these are answers, and no failures
    for (const auto& row : base::error_table())
        statuses.insert(std::to_string(row.exit_status));
    EXPECT_EQ(Page("offlinectl.1").names("EXIT STATUS"), statuses);
}

TEST(ManualOfOfflined, HasEachOptionOfTheProgramAndNoOther) {
    EXPECT_EQ(Page("offlined.8").names("OPTIONS"), and_help(help_of(OFFLINED).options));
}

TEST(ManualOfOfflined, HasEachMetricAndNoOther) {
    EXPECT_EQ(Page("offlined.8").names("METRICS"),
              metrics::Reading(metrics::page_of_everything()).families());
}

/// The keys of a profile by the reader itself, which lists them when it meets one that is none.
Names keys_by_the_reader(const std::string& table) {
    const auto refused = engine::parse_profile(table + "\nno_key = 1\n", "file");
    const auto what = refused ? std::string() : refused.error().what;
    Names keys;
    constexpr std::string_view before = "expected one of ";
    for (auto at = what.find(before) + before.size(); at < what.size();) {
        const auto end = std::min(what.find(", ", at), what.size());
        keys.insert(what.substr(at, end - at));
        at = end + 2;
    }
    return keys;
}

TEST(ManualOfProfiles, HasEachKeyThatAProfileMayHaveAndNoOther) {
    const Page page("offlined.profile.5");
    Names outside_of_tables;
    for (const auto& key : keys_by_the_reader("")) {
        const auto described = page.names("KEYS IN [" + key + "]");
        if (described.empty())
            outside_of_tables.insert(key);
        else
            EXPECT_EQ(described, keys_by_the_reader("[" + key + "]"));
    }
    EXPECT_EQ(page.names("KEYS"), outside_of_tables);
}

TEST(ManualOfProfiles, HasEachKindOfEndpointAndNoOther) {
    Names schemes{"route:default"};
    for (int i = 0; i <= static_cast<int>(model::Scheme::route); ++i)
        schemes.emplace(model::row(static_cast<model::Scheme>(i)).name);
    schemes.erase("route");
    schemes.insert("route:");
    EXPECT_EQ(Page("offlined.profile.5").names("ENDPOINTS"), schemes);
}

TEST(Manual, IsFormattedWithoutAWarning) {
    std::size_t pages = 0;
    for (const auto& page : std::filesystem::directory_iterator(PAGES)) {
        if (page.path().extension() == ".gz")
            continue;
        ++pages;
        const auto shown =
            servers::run({"/bin/sh", "-c", "man --warnings -l \"$1\" 2>&1 >/dev/null", "man", page.path()},
                         {{"LC_ALL", "C.UTF-8"}, {"MANWIDTH", "80"}});
        EXPECT_EQ(shown.status, 0);
        EXPECT_THAT(shown.output, IsEmpty()) << page;
    }
    EXPECT_EQ(pages, 4U);
}

} // namespace
