// What the daemon tells Prometheus, of itself and while others play it false.
#include <ctime>
#include <deque>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "bus/costs.h"
#include "bus/daemon_on_bus.h"
#include "metrics/caller.h"
#include "metrics/reading.h"
#include "servers/certificates.h"
#include "servers/scripted_server.h"
#include "servers/scripts.h"

namespace offline::bus {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using metrics::Caller;
using metrics::Reading;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::UnorderedElementsAre;
using Labels = std::map<std::string, std::string>;

class MetricsTest : public DaemonTest {
protected:
    void start(std::vector<std::string> arguments = {}, servers::Process::Variables variables = {}) {
        arguments.insert(arguments.begin(), {"--metrics", "unix:" + place_.socket.string()});
        daemon().start(arguments, variables);
        ASSERT_TRUE(comes_true([&] { return fs::exists(place_.socket); }));
    }

    Reading told() const { return Reading(metrics::scrape(place_)); }

    /// Waits until a series has that value.
    bool tells(const std::string& name, const Labels& labels, double value) const {
        return comes_true([&] { return told().value(name, labels) == value; });
    }

    void write_profile(const std::string& name, const std::string& endpoint) {
        daemon().write_profile(name + ".toml",
                               "name = \"" + name + "\"\nendpoints = [\"" + endpoint + "\"]\n");
    }

    /// The sockets at which the daemon's process accepts connections.
    std::size_t listening() {
        std::size_t count = 0;
        const fs::path process = "/proc/" + std::to_string(daemon().process().id());
        for (const auto& descriptor : fs::directory_iterator(process / "fd")) {
            std::error_code closed;
            const auto socket = fs::read_symlink(descriptor.path(), closed).string();
            const auto opening = socket.find('[');
            if (!socket.starts_with("socket:") || opening == std::string::npos)
                continue;
            const auto inode = socket.substr(opening + 1, socket.size() - opening - 2);
            if (is_listening(process / "net", inode))
                ++count;
        }
        return count;
    }

    servers::TempFolder folder_;
    metrics::Place place_{.socket = folder_.path() / "m.sock"};

private:
    static bool is_listening(const fs::path& net, const std::string& inode) {
        const auto any = [&](const char* table, auto is) {
            std::ifstream lines(net / table);
            for (std::string line; std::getline(lines, line);) {
                std::istringstream words(line);
                const std::vector<std::string> row{std::istream_iterator<std::string>(words), {}};
                if (std::ranges::find(row, inode) != row.end() && is(row))
                    return true;
            }
            return false;
        };
        const auto tcp = [](const auto& row) { return row.at(3) == "0A"; };
        const auto accepts = [](const auto& row) { return row.at(3) == "00010000"; };
        return any("tcp", tcp) || any("tcp6", tcp) || any("unix", accepts);
    }
};

TEST_F(MetricsTest, AreNotThereUnlessSomebodyAsksForThem) {
    daemon().start({}, {{"XDG_RUNTIME_DIR", folder_.path().string()}});
    ASSERT_TRUE(comes_true([&] { return listening() == 0; }));
    EXPECT_TRUE(fs::is_empty(folder_.path()));
    daemon().end();

    start();
    EXPECT_EQ(listening(), 1U);
}

TEST_F(MetricsTest, AreAtTheUsersSocketWhereNoPlaceIsSaid) {
    daemon().start({"--metrics", "unix"}, {{"XDG_RUNTIME_DIR", folder_.path().string()}});
    place_.socket = folder_.path() / "offlined/metrics.sock";
    EXPECT_TRUE(daemon().logs("metrics are told at " + place_.socket.string()));
    EXPECT_TRUE(told().families().contains("offlined_build_info"));
    daemon().end();
    EXPECT_FALSE(fs::exists(place_.socket));
}

TEST_F(MetricsTest, AreAtAPortOfThisMachine) {
    daemon().start({"--metrics", "[::1]:0"});
    ASSERT_TRUE(daemon().logs("/metrics\n"));
    const auto log = daemon().process().output();
    const std::string before = "metrics are told at http://[::1]:";
    const auto port = log.substr(log.find(before) + before.size());
    const auto place = metrics::parse_place("[::1]:" + port.substr(0, port.find('/')));
    ASSERT_TRUE(place) << log;
    EXPECT_THAT(metrics::scrape(*place), HasSubstr("offlined_build_info"));
}

TEST_F(MetricsTest, AreRefusedWhereOtherMachinesWouldReachThem) {
    auto& process = daemon().launch({"--metrics", "0.0.0.0:9911"});
    EXPECT_THAT(process.ends(), Optional(2));
    EXPECT_THAT(process.output(), HasSubstr("write 127.0.0.1:9911"));
    EXPECT_TRUE(daemon().has_name(false));
}

TEST_F(MetricsTest, AreDoneWithoutWhereTheyCannotBeTold) {
    std::ofstream(place_.socket) << "mine";
    daemon().start({"--metrics", "unix:" + place_.socket.string()});
    EXPECT_TRUE(daemon().logs("is no socket is there; the daemon goes on without"));
    EXPECT_EQ(client()->profile("Switch")->State(), "online");
}

TEST_F(MetricsTest, ComeFromTheNextDaemonWhereOneIsKilledOrReplaced) {
    start();
    daemon().kill();
    ASSERT_TRUE(fs::exists(place_.socket));
    write_profile("Next", "imap://127.0.0.1:1");
    start();
    EXPECT_TRUE(comes_true([&] {
        try {
            return told().mentions("Next");
        } catch (const std::system_error&) {
            return false; // nobody listens there yet
        }
    }));

    write_profile("Last", "imap://127.0.0.1:1");
    servers::Process replacing({OFFLINED, "--replace", "--metrics", "unix:" + place_.socket.string()},
                               daemon().variables(), folder_.path() / "log");
    EXPECT_THAT(daemon().process().ends(), Optional(0));
    EXPECT_TRUE(
        comes_true([&] { return replacing.output().find("metrics are told at") != std::string::npos; }));
    EXPECT_TRUE(told().mentions("Last"));
}

TEST_F(MetricsTest, FollowStateReasonAndWishAndCountTheChanges) {
    start();
    const auto program = client();
    const auto profile = program->profile("Switch");
    const Labels its{{"profile", "Switch"}};
    const auto before = told();
    EXPECT_THAT(before.value("offlined_profile_online", its), Optional(1.0));
    EXPECT_THAT(before.value("offlined_profile_wished_online", its), Optional(1.0));
    EXPECT_THAT(before.all("offlined_profile_changes_total"), IsEmpty());

    EXPECT_THAT(profile->set_state("offline").get(), IsEmpty());
    EXPECT_TRUE(tells("offlined_profile_online", its, 0));
    const auto offline = told();
    EXPECT_THAT(offline.value("offlined_profile_reason", {{"profile", "Switch"}, {"reason", "user"}}),
                Optional(1.0));
    EXPECT_THAT(offline.value("offlined_profile_wished_online", its), Optional(0.0));
    EXPECT_THAT(offline.value("offlined_profile_state_since_timestamp_seconds", its),
                Optional(testing::DoubleNear(static_cast<double>(profile->Since()) / 1e6, 0.001)));

    for (const auto* const state : {"online", "offline", "online"})
        EXPECT_THAT(profile->set_state_then(state), IsEmpty());
    const Labels to_offline{{"profile", "Switch"}, {"state", "offline"}, {"reason", "user"}};
    EXPECT_TRUE(tells("offlined_profile_online", its, 1));
    const auto after = told();
    EXPECT_THAT(after.value("offlined_profile_changes_total", to_offline), Optional(2.0));
    EXPECT_THAT(after.value("offlined_profile_changes_total", {{"profile", "Switch"}, {"state", "online"}}),
                Optional(2.0));
    EXPECT_THAT(after.all("offlined_profile_reason"), testing::SizeIs(1)) << "one reason at a time";
}

TEST_F(MetricsTest, HaveEachStepOfALookAndTheEndOfTheServersCertificate) {
    servers::Certificates authority;
    const auto identity = authority.issue("127.0.0.1");
    const servers::ScriptedServer server(servers::imaps(identity));
    const auto url = "imaps://127.0.0.1:" + std::to_string(server.port());
    write_profile("Work", url);
    write_profile("Also", url); // shares the look
    start({}, {{"SSL_CERT_FILE", authority.root().string()}});
    const Labels good{{"endpoint", url}, {"reason", "ok"}};
    ASSERT_TRUE(comes_true([&] { return told().value("offlined_probe_looks_total", good).has_value(); }));

    const auto seen = told();
    EXPECT_LE(seen.value("offlined_probe_looks_total", good), server.connections()) << "each is counted once";
    std::vector<std::string> steps;
    for (const auto& each : seen.all("offlined_probe_step_seconds_count")) {
        EXPECT_EQ(each.labels.at("endpoint"), url);
        EXPECT_EQ(each.value, seen.value("offlined_probe_looks_total", good));
        steps.push_back(each.labels.at("step"));
    }
    EXPECT_THAT(steps, UnorderedElementsAre("route", "connect", "tls", "greeting"));
    EXPECT_GT(seen.value("offlined_probe_step_seconds_sum", {{"step", "tls"}}), 0.0);

    const auto shown = servers::run({"/usr/bin/openssl", "x509", "-noout", "-enddate", "-dateopt", "iso_8601",
                                     "-in", identity.certificate.string()});
    std::tm until{};
    ASSERT_NE(::strptime(shown.output.c_str(), "notAfter=%Y-%m-%d %H:%M:%SZ", &until), nullptr)
        << shown.output;
    EXPECT_THAT(seen.value("offlined_certificate_expiry_timestamp_seconds", {{"endpoint", url}}),
                Optional(static_cast<double>(::timegm(&until))));
}

TEST_F(MetricsTest, SaySinceWhenACertificateHasExpired) {
    servers::Certificates authority;
    const servers::ScriptedServer server(servers::imaps(authority.issue("127.0.0.1", servers::expired)));
    const auto url = "imaps://127.0.0.1:" + std::to_string(server.port());
    write_profile("Work", url);
    start({}, {{"SSL_CERT_FILE", authority.root().string()}});
    EXPECT_TRUE(comes_true([&] {
        return told()
            .value("offlined_probe_looks_total", {{"endpoint", url}, {"reason", "tls-certificate"}})
            .has_value();
    }));
    const auto yesterday = static_cast<double>(std::time(nullptr)) - 24 * 3600;
    EXPECT_THAT(told().value("offlined_certificate_expiry_timestamp_seconds", {{"endpoint", url}}),
                Optional(testing::DoubleNear(yesterday, 600)));
}

TEST_F(MetricsTest, OfAProfileThatGoesGoWithIt) {
    const servers::ScriptedServer server(servers::imap());
    const auto url = "imap://127.0.0.1:" + std::to_string(server.port());
    write_profile("Stays", "imap://127.0.0.1:1");
    write_profile("Goes", url);
    start();
    ASSERT_TRUE(comes_true([&] { return told().mentions(url) && told().mentions("Goes"); }));
    fs::remove(daemon().profiles() / "Goes.toml");
    EXPECT_TRUE(comes_true([&] { return !told().mentions("Goes"); }));
    EXPECT_FALSE(told().mentions(url));
    EXPECT_TRUE(told().mentions("Stays"));
}

TEST_F(MetricsTest, CountWhoeverIsNotWaitedForAnyMoreUntilItIsAgain) {
    start();
    const auto program = client();
    const auto profile = program->profile("Switch");
    profile->join();
    EXPECT_TRUE(tells("offlined_laggards", {}, 0));
    auto answer = profile->set_state("offline");
    const auto start = profile->hears("START").sequence;
    EXPECT_THAT(answer.get(), IsEmpty()); // after the whole wait
    EXPECT_TRUE(tells("offlined_laggards", {}, 1));
    profile->Ready(start);
    EXPECT_TRUE(tells("offlined_laggards", {}, 0));
}

TEST_F(MetricsTest, AreReadByPrometheus) {
    const servers::ScriptedServer server(servers::imap());
    write_profile("Work", "imap://127.0.0.1:" + std::to_string(server.port()));
    start();
    ASSERT_TRUE(comes_true([&] { return told().families().contains("offlined_probe_step_seconds"); }));
    const auto page = folder_.write("page", metrics::scrape(place_));
    EXPECT_EQ(servers::run({"/usr/bin/python3", CHECK, page.string()}).output, "sound\n");
}

constexpr long grown_kib_by_scrapes = at_most_kib(8L * 1024);

TEST_F(MetricsTest, AreAskedForByFloodsWithoutHarmToOthers) {
    start();
    const auto program = client();
    for (int i = 0; i < 200; ++i)
        program->open("P" + std::to_string(i));
    const auto profile = program->profile("P199");
    told();
    const auto before = daemon().process().resident_kib();
    const std::string get = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
    std::deque<Caller> bad;
    for (int i = 0; i < 300; ++i) {
        bad.emplace_back(place_);
        if (i % 3 == 0)
            bad.back().say("GET /metr"); // and then nothing for an hour
        else if (i % 3 == 1)
            bad.back().say(std::string(20000, '\xFF'));
        else
            for (int j = 0; j < 200; ++j)
                bad.back().say(get); // and takes nothing
    }
    const auto asked = std::chrono::steady_clock::now();
    EXPECT_EQ(profile->snapshot().text("State"), "online");
    EXPECT_LT(std::chrono::steady_clock::now() - asked, soon);
    EXPECT_TRUE(told().mentions("P199"));
    EXPECT_LT(daemon().process().resident_kib() - before, grown_kib_by_scrapes);
}

} // namespace
} // namespace offline::bus
