#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "metrics/reading.h"

namespace offline::metrics {
namespace {

namespace json = boost::json;
using testing::Contains;
using testing::IsEmpty;
using testing::IsSubsetOf;
using testing::Not;

const json::object& dashboard() {
    static const auto read = [] {
        std::ifstream in(DASHBOARD);
        return json::parse(std::string{std::istreambuf_iterator<char>(in), {}}).as_object();
    }();
    return read;
}

/// What a panel asks for, and how it names what it is given.
struct Query {
    std::string panel;
    std::string expression;
    std::string legend;
};

std::vector<Query> queries() {
    std::vector<Query> all;
    for (const auto& panel : dashboard().at("panels").as_array()) {
        const auto* const targets = panel.as_object().if_contains("targets");
        if (targets == nullptr)
            continue;
        for (const auto& target : targets->as_array()) {
            const auto* const legend = target.as_object().if_contains("legendFormat");
            all.push_back({std::string(panel.at("title").as_string()),
                           std::string(target.at("expr").as_string()),
                           legend ? std::string(legend->as_string()) : ""});
        }
    }
    return all;
}

std::vector<std::string> found_in(const std::string& text, const std::string& expression, int group) {
    const std::regex wanted(expression);
    return {std::sregex_token_iterator(text.begin(), text.end(), wanted, group), {}};
}

std::vector<std::string> metrics_in(const std::string& expression) {
    return found_in(expression, R"(\b(offlined_\w+))", 1);
}

/// The labels that it selects by, groups by, or names in the legend.
std::set<std::string> labels_in(const Query& query) {
    std::set<std::string> labels;
    const auto add = [&](const std::string& text, const std::string& expression) {
        for (const auto& each : found_in(text, expression, 1))
            labels.insert(each);
    };
    add(query.expression, R"([{,]\s*(\w+)\s*(?:=|!))");
    add(query.legend, R"(\{\{(\w+)\}\})");
    for (const auto& group : found_in(query.expression, R"(\b(?:by|on)\s*\(([^)]*)\))", 1))
        add(group, R"((\w+))");
    return labels;
}

TEST(Dashboard, AsksForNothingThatTheDaemonDoesNotTell) {
    const auto told = Reading(page_of_everything()).labels();
    ASSERT_THAT(queries(), Not(IsEmpty()));
    for (const auto& query : queries()) {
        const auto metrics = metrics_in(query.expression);
        EXPECT_THAT(metrics, Not(IsEmpty())) << query.panel;
        std::set<std::string> labels{"job", "instance"}; // these are Prometheus's own
        for (const auto& metric : metrics) {
            ASSERT_TRUE(told.contains(metric)) << query.panel << " asks for " << metric;
            labels.insert(told.at(metric).begin(), told.at(metric).end());
        }
        EXPECT_THAT(labels_in(query), IsSubsetOf(labels)) << query.panel << ": " << query.expression;
    }
}

TEST(Dashboard, ShowsEverythingThatTheDaemonTells) {
    std::set<std::string> asked;
    for (const auto& query : queries())
        for (const auto& metric : metrics_in(query.expression))
            asked.insert(std::regex_replace(metric, std::regex("_(bucket|sum|count)$"), ""));
    for (const auto& variable : dashboard().at("templating").at("list").as_array())
        if (const auto* const query = variable.as_object().if_contains("definition"))
            for (const auto& metric : metrics_in(std::string(query->as_string())))
                asked.insert(metric);
    EXPECT_EQ(asked, Reading(page_of_everything()).families());
}

TEST(Dashboard, AsksWhateverPrometheusOneChooses) {
    const auto& variable = dashboard().at("templating").at("list").at(0);
    EXPECT_EQ(variable.at("type").as_string(), "datasource");
    EXPECT_EQ(variable.at("query").as_string(), "prometheus");
    for (const auto& panel : dashboard().at("panels").as_array())
        EXPECT_EQ(panel.at("datasource").at("uid").as_string(), "${datasource}") << panel.at("title");
}

TEST(Dashboard, HasNoTwoPanelsInOnePlace) {
    struct Place {
        std::int64_t left, top, right, bottom;
    };

    std::vector<Place> taken;
    std::set<std::int64_t> ids;
    for (const auto& panel : dashboard().at("panels").as_array()) {
        const auto& at = panel.at("gridPos").as_object();
        const Place place{at.at("x").as_int64(), at.at("y").as_int64(),
                          at.at("x").as_int64() + at.at("w").as_int64(),
                          at.at("y").as_int64() + at.at("h").as_int64()};
        EXPECT_LE(place.right, 24) << panel.at("title");
        for (const auto& other : taken)
            EXPECT_TRUE(place.left >= other.right || other.left >= place.right || place.top >= other.bottom ||
                        other.top >= place.bottom)
                << panel.at("title");
        taken.push_back(place);
        EXPECT_TRUE(ids.insert(panel.at("id").as_int64()).second) << panel.at("title");
    }
}

} // namespace
} // namespace offline::metrics
