#include <fstream>
#include <sstream>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "history/journal.h"
#include "offlinectl/program.h"

namespace {

using namespace offline;
using namespace std::chrono_literals;
using boost::json::object;
using history::Moment;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// A profile "Work", whose last two hours a daemon wrote down.
class HistoryVerb : public testing::Test {
protected:
    Moment ago(std::chrono::microseconds before) const {
        return {now_.monotonic - before, now_.wall - before};
    }

    static history::Change turns(State to, Reason reason, const std::string& detail, Moment when) {
        const auto from = to == State::online ? State::offline : State::online;
        return {.profile = "Work",
                .transition = {from, to, Reason::unknown, reason, detail},
                .evidence = {},
                .at = when};
    }

    /// Online for an hour, offline for half of one, online for 15 minutes; then nobody watched.
    void write_two_hours() const {
        history::Journal journal(program_.history(), {},
                                 [](const std::string& what) { ADD_FAILURE() << what; });
        journal.record(history::Watch{
            .profile = "Work", .standing = {State::online, Reason::ok, "", {}}, .at = ago(2h)});
        journal.record(turns(State::offline, Reason::refused, "it says \"no\"", ago(1h)));
        journal.record(turns(State::online, Reason::ok, "it answers", ago(30min)));
        journal.record(history::Watch{
            .kind = history::Watch::Kind::ends, .profile = "Work", .standing = {}, .at = ago(15min)});
        const auto flushed = journal.flush();
        EXPECT_TRUE(flushed);
    }

    static std::vector<std::string> lines_of(const std::string& text) {
        std::vector<std::string> lines;
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);)
            lines.push_back(line);
        return lines;
    }

    std::vector<object> json(std::vector<std::string> words) const {
        words.insert(words.begin(), {"--json", "history", "work"});
        const auto ended = program_.run(words);
        EXPECT_EQ(ended.status, 0) << ended.err;
        std::vector<object> events;
        for (const auto& line : lines_of(ended.out))
            events.push_back(boost::json::parse(line).as_object());
        return events;
    }

    static std::vector<std::string> keys(const object& event) {
        std::vector<std::string> names;
        for (const auto& member : event)
            names.emplace_back(member.key());
        return names;
    }

    /// So wide is the bar: of each sign one column.
    static std::size_t signs(const std::string& line) {
        return static_cast<std::size_t>(
            std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }));
    }

    Program program_;
    const Moment now_ = Moment::now();
};

TEST_F(HistoryVerb, SpeaksJsonAsTheContractSays) {
    write_two_hours();
    const auto events = json({});
    ASSERT_THAT(events, SizeIs(3));
    EXPECT_THAT(keys(events[0]),
                ElementsAre("event", "profile", "old", "new", "reason", "detail", "time", "lasted_ms"));
    EXPECT_EQ(events[0].at("event"), "change");
    EXPECT_EQ(events[0].at("profile"), "Work") << "as it was recorded";
    EXPECT_EQ(events[0].at("old"), "online");
    EXPECT_EQ(events[0].at("new"), "offline");
    EXPECT_EQ(events[0].at("reason"), "refused");
    EXPECT_EQ(events[0].at("detail"), "it says \"no\"");
    EXPECT_EQ(events[0].at("time").as_string(), base::rfc3339(ago(1h).wall));
    EXPECT_EQ(events[0].at("lasted_ms"), 3'600'000);
    EXPECT_EQ(events[1].at("lasted_ms"), 1'800'000);

    EXPECT_THAT(keys(events[2]), ElementsAre("event", "profile", "since", "online_ms", "offline_ms",
                                             "availability", "changes"));
    EXPECT_EQ(events[2].at("event"), "summary");
    EXPECT_EQ(events[2].at("since").as_string(), base::rfc3339(ago(2h).wall));
    EXPECT_EQ(events[2].at("online_ms"), 4'500'000);
    EXPECT_EQ(events[2].at("offline_ms"), 1'800'000);
    EXPECT_NEAR(events[2].at("availability").as_double(), 4.5 / 6.3, 1e-6);
    EXPECT_EQ(events[2].at("changes"), 2);
}

TEST_F(HistoryVerb, BeginsWithTheTimeAskedFor) {
    write_two_hours();
    for (const auto& since : {base::rfc3339(ago(40min).wall), std::string("-40min")}) {
        const auto events = json({"--since", since});
        ASSERT_THAT(events, SizeIs(2)) << since;
        EXPECT_EQ(events[0].at("new"), "online");
        EXPECT_EQ(events[0].at("lasted_ms"), 1'800'000) << "whole";
        EXPECT_EQ(events[1].at("online_ms"), 900'000);
        EXPECT_NEAR(static_cast<double>(events[1].at("offline_ms").as_int64()), 600'000, 60'000) << "clipped";
    }
    EXPECT_EQ(json({"--since", "-7d"}).size(), 3U);
}

TEST_F(HistoryVerb, LimitsTheChangesToTheLatestAndNotTheFigures) {
    write_two_hours();
    const auto events = json({"--limit", "1"});
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_EQ(events[0].at("new"), "online");
    EXPECT_EQ(events[1].at("changes"), 2);
}

TEST_F(HistoryVerb, GivesTheFiguresAlone) {
    write_two_hours();
    const auto events = json({"--summary"});
    ASSERT_THAT(events, SizeIs(1));
    EXPECT_EQ(events[0].at("event"), "summary");
    EXPECT_THAT(program_.run({"history", "Work", "--summary"}).out,
                StartsWith("Work  71.43 % online in 1 h 45 min"));
}

TEST_F(HistoryVerb, ShowsPeopleABarOfTheTimeTheReasonsAndTheChanges) {
    write_two_hours();
    const auto ended = program_.run({"history", "Work", "--color", "never"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_THAT(ended.err, IsEmpty());
    EXPECT_THAT(ended.out, Not(HasSubstr("\x1b")));
    const auto bar = lines_of(ended.out).front();
    EXPECT_EQ(signs(bar), 80U);
    EXPECT_THAT(bar, ContainsRegex("^(█){38}.*(▁){18}.*(█){8}.*(·){9}"));
    EXPECT_THAT(ended.out, HasSubstr("71.43 % online"));
    EXPECT_THAT(ended.out, HasSubstr("longest outage 30 min"));
    EXPECT_THAT(ended.out, ContainsRegex("refused +(▇)+ +100 %  30 min"));
    EXPECT_THAT(ended.out, HasSubstr("offline  refused          it says \"no\"  (was online for 1 h)"));
    EXPECT_THAT(ended.out, HasSubstr("online   ok               it answers  (was offline for 30 min)"));
}

TEST_F(HistoryVerb, ShowsWhatTheEndpointsHadSaidWhereThatIsWished) {
    {
        history::Journal journal(program_.history(), {}, [](const std::string&) {});
        journal.record(history::Watch{
            .profile = "Work", .standing = {State::online, Reason::ok, "", {}}, .at = ago(2h)});
        auto change = turns(State::offline, Reason::service_refused, "it says \"no\"", ago(1h));
        change.evidence = {
            {"imap://a", false, Reason::service_refused, "it says \"\x1b[2J\"", "192.0.2.1", 1500us},
            {"imap://b", false, Reason::dns_not_found, "no such name", "", 2s}};
        journal.record(std::move(change));
        journal.record(turns(State::online, Reason::ok, "it answers", ago(30min)));
    }
    const auto events = json({"--evidence"});
    ASSERT_THAT(events, SizeIs(3));
    EXPECT_THAT(keys(events[0]), ElementsAre("event", "profile", "old", "new", "reason", "detail", "time",
                                             "lasted_ms", "endpoints"));
    const auto& endpoints = events[0].at("endpoints").as_array();
    ASSERT_THAT(endpoints, SizeIs(2));
    const auto& first = endpoints[0].as_object();
    EXPECT_THAT(keys(first), ElementsAre("endpoint", "ok", "reason", "detail", "address", "total_ms"));
    EXPECT_EQ(first.at("endpoint"), "imap://a");
    EXPECT_EQ(first.at("ok"), false);
    EXPECT_EQ(first.at("reason"), "service-refused");
    EXPECT_EQ(first.at("detail"), "it says \"\x1b[2J\"");
    EXPECT_EQ(first.at("address"), "192.0.2.1");
    EXPECT_EQ(first.at("total_ms").as_double(), 1.5);
    EXPECT_TRUE(endpoints[1].at("address").is_null());
    EXPECT_THAT(events[1].at("endpoints").as_array(), SizeIs(0)) << "nobody had looked";

    const auto page = program_.run({"history", "Work", "--evidence"}).out;
    EXPECT_THAT(page,
                HasSubstr("it says \"no\"  (was online for 1 h)\n"
                          "    imap://a  service-refused in 1.5 ms at 192.0.2.1: it says \"\uFFFD[2J\"\n"
                          "    imap://b  dns-not-found in 2.0 s: no such name\n"));
    EXPECT_THAT(program_.run({"history", "Work"}).out, Not(HasSubstr("imap://a")));
    EXPECT_EQ(program_.run({"history", "Work", "--evidence", "--summary"}).status, 2);
}

TEST_F(HistoryVerb, ColoursTheBarWhereThatIsWished) {
    write_two_hours();
    EXPECT_THAT(program_.run({"history", "Work", "--color", "always"}).out, StartsWith("\x1b[32m█"));
    EXPECT_THAT(program_.run({"history", "Work"}).out, StartsWith("█")) << "no terminal";
}

TEST_F(HistoryVerb, IsAsWideAsTheTerminal) {
    write_two_hours();
    setenv("COLUMNS", "132", 1);
    EXPECT_EQ(signs(lines_of(program_.run({"history", "Work"}).out).front()), 132U);
    unsetenv("COLUMNS");
}

TEST_F(HistoryVerb, LosesNoOutageHoweverShort) {
    {
        history::Journal journal(program_.history(), {}, [](const std::string&) {});
        journal.record(history::Watch{
            .profile = "Work", .standing = {State::online, Reason::ok, "", {}}, .at = ago(24h * 300)});
        journal.record(turns(State::offline, Reason::refused, "", ago(24h * 100)));
        journal.record(turns(State::online, Reason::ok, "", ago(24h * 100 - 1ms)));
    }
    const auto out = program_.run({"history", "Work"}).out;
    EXPECT_THAT(lines_of(out).front(), ContainsRegex("^(█)+▇(█)+$"));
    EXPECT_THAT(out, HasSubstr("99.99 % online")) << "not 100";
}

TEST_F(HistoryVerb, ShowsPeopleAScreenfulAndSaysSo) {
    {
        history::Journal journal(program_.history(), {}, [](const std::string&) {});
        for (int i = 0; i < 100; ++i)
            journal.record(turns(i % 2 == 0 ? State::offline : State::online, Reason::ok,
                                 "number " + std::to_string(i), ago(100min - i * 1min)));
    }
    const auto out = program_.run({"history", "Work"}).out;
    EXPECT_THAT(out, HasSubstr("the latest 20 of 100 changes"));
    EXPECT_THAT(out, HasSubstr("number 99"));
    EXPECT_THAT(out, Not(HasSubstr("number 79")));
    EXPECT_THAT(program_.run({"history", "Work", "--limit", "100"}).out, HasSubstr("number 0\n"));
}

TEST_F(HistoryVerb, OfAProfileWithoutAHistorySaysSo) {
    ASSERT_EQ(program_.run({"profile", "add", "Work", "imaps://a.example"}).status, 0);
    for (const bool others : {false, true}) { // no file, and one that knows only others
        const auto ended = program_.run({"history", "Work"});
        EXPECT_EQ(ended.status, 0);
        EXPECT_THAT(ended.out, HasSubstr("Work  there is no history yet"));
        const auto events = json({});
        ASSERT_THAT(events, SizeIs(1));
        EXPECT_EQ(events[0].at("profile"), "Work");
        EXPECT_TRUE(events[0].at("since").is_null());
        EXPECT_EQ(events[0].at("online_ms"), 0);
        EXPECT_EQ(events[0].at("changes"), 0);
        EXPECT_EQ(events[0].at("availability"), 1.0);
        if (!others) {
            history::Journal journal(program_.history(), {}, [](const std::string&) {});
            journal.record(history::Watch{.profile = "Play", .standing = {}});
        }
    }
    EXPECT_EQ(program_.run({"history", "Nobody"}).status, 4);
}

TEST_F(HistoryVerb, OutlivesTheProfile) {
    write_two_hours();
    EXPECT_EQ(program_.run({"profile", "show", "Work"}).status, 4);
    EXPECT_EQ(program_.run({"history", "Work"}).status, 0);
}

TEST_F(HistoryVerb, OfADamagedFileSaysWhatIsWrong) {
    write_two_hours();
    std::ofstream(program_.history()) << std::string(8192, 'x');
    const auto ended = program_.run({"history", "Work"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.err, HasSubstr("history.sqlite cannot be read"));
}

TEST_F(HistoryVerb, LetsNoDetailSteerTheTerminal) {
    {
        history::Journal journal(program_.history(), {}, [](const std::string&) {});
        journal.record(turns(State::offline, Reason::refused, "\x1b[2J\xFF", ago(1min)));
    }
    EXPECT_THAT(program_.run({"history", "Work"}).out, HasSubstr("\xEF\xBF\xBD[2J\xEF\xBF\xBD"));
    EXPECT_EQ(json({})[0].at("detail"), "\x1b[2J\xEF\xBF\xBD");
}

} // namespace
