#include <gmock/gmock.h>

#include "judge/life.h"

namespace offline::judge {
namespace {

using testing::ElementsAre;

enum class Server { answers, unjudged, no_route, dns, refused, unreachable, certificate, silent };

Meets how(Server server) {
    switch (server) {
    case Server::answers:
        return {};
    case Server::unjudged:
        return {Reason::ok, 1h};
    case Server::no_route:
        return {Reason::no_route};
    case Server::dns:
        return {Reason::dns_failed};
    case Server::refused:
        return {Reason::refused};
    case Server::unreachable:
        return {Reason::unreachable};
    case Server::certificate:
        return {Reason::tls_certificate};
    case Server::silent:
        return {Reason::no_greeting};
    }
    return {};
}

std::string verdict_of(model::Require require, Server first, Server second) {
    auto profile = profile_of({"imap://one.example.org", "smtp://two.example.org"});
    profile.require = require;
    Life life(profile);
    life.server(how(first), 0);
    life.server(how(second), 1);
    life.run(100ms);
    return std::string(word(life.verdict().state)) + " " + std::string(word(life.verdict().reason));
}

struct Row {
    Server first, second;
    std::string any, all;
};

TEST(Require, CombinesTwoEndpointsAsTheTableSays) {
    using enum Server;
    const std::vector<Row> table = {
        // first        second       any                        all
        {answers, answers, "online ok", "online ok"},
        {answers, refused, "online ok", "offline refused"},
        {refused, answers, "online ok", "offline refused"},
        {answers, unjudged, "online ok", "online unknown"},
        {unjudged, unjudged, "online unknown", "online unknown"},
        {refused, unjudged, "online unknown", "offline refused"},
        {unjudged, refused, "online unknown", "offline refused"},
        {no_route, dns, "offline dns-failed", "offline dns-failed"},
        {dns, refused, "offline refused", "offline refused"},
        {certificate, refused, "offline tls-certificate", "offline tls-certificate"},
        {certificate, silent, "offline no-greeting", "offline no-greeting"},
        {refused, unreachable, "offline refused", "offline refused"},
        {unreachable, refused, "offline unreachable", "offline unreachable"},
        {no_route, no_route, "offline no-route", "offline no-route"},
    };
    for (const auto& row : table) {
        const auto number = &row - table.data();
        EXPECT_EQ(verdict_of(model::Require::any, row.first, row.second), row.any) << "row " << number;
        EXPECT_EQ(verdict_of(model::Require::all, row.first, row.second), row.all) << "row " << number;
    }
}

Life two_that_answer(model::Require require) {
    auto profile = profile_of({"imap://one.example.org", "smtp://two.example.org"});
    profile.require = require;
    Life life(profile);
    life.run(1s);
    life.told();
    return life;
}

TEST(Require, AnyStaysOnlineWhenOneOfTwoDies) {
    Life life = two_that_answer(model::Require::any);
    life.server({Reason::refused}, 1);
    life.look_wanted(1);
    life.run(1h);
    EXPECT_THAT(life.told(), ElementsAre());
}

TEST(Require, AllGoesOfflineWithTheReasonOfTheOneThatDied) {
    Life life = two_that_answer(model::Require::all);
    life.server({Reason::refused}, 1);
    life.look_wanted(1);
    life.run(10s);
    EXPECT_THAT(life.told(), ElementsAre("3030 offline refused"));
}

TEST(Require, AnyGoesOfflineWithTheLastOfThem) {
    Life life = two_that_answer(model::Require::any);
    life.server({Reason::refused}, 0);
    life.look_wanted(0);
    life.run(10s);
    life.server({Reason::connect_timeout, 500ms}, 1);
    life.look_wanted(1);
    life.run(10s);
    EXPECT_THAT(life.told(), ElementsAre("14500 offline refused"));
}

} // namespace
} // namespace offline::judge
