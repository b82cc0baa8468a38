#include <chrono>
#include <string>

#include <gmock/gmock.h>

#include "metrics/page.h"
#include "metrics/reading.h"
#include "servers/process.h"
#include "servers/temp_folder.h"

namespace offline::metrics {
namespace {

using namespace std::chrono_literals;
using model::Look;
using model::StepKind;
using testing::ElementsAre;
using testing::Eq;
using testing::IsEmpty;
using testing::Optional;

const std::string url = "imaps://mail.example.org";

Look look_of(std::initializer_list<model::Step> steps, Reason reason = Reason::ok) {
    return {.ok = reason == Reason::ok, .reason = reason, .steps = steps};
}

Reading read(const Looks& looks) { return Reading(page({}, looks, "1")); }

/// What Prometheus's own reader of the format for Python finds wrong.
std::string what_prometheus_says(const std::string& page) {
    const servers::TempFolder folder;
    return servers::run({"/usr/bin/python3", CHECK, folder.write("page", page).string()}).output;
}

TEST(Page, IsReadByPrometheusAndKeepsToItsConventions) {
    EXPECT_EQ(what_prometheus_says(page_of_everything()), "sound\n");
}

TEST(Page, KeepsEachNameAsItIs) {
    const std::string odd = "a \"b\" \\ c\nd {e=\"f\"} \xC3\xA4";
    const auto text = page({{.name = odd, .state = State::online}}, {}, "1");
    EXPECT_THAT(Reading(text).value("offlined_profile_online", {{"profile", odd}}), Optional(1.0));
    EXPECT_EQ(what_prometheus_says(text), "sound\n");
}

TEST(Page, SaysWhenTheStateChangedOnlyWhereItEverDid) {
    const Reading never(page({{.name = "a"}}, {}, "1"));
    EXPECT_THAT(never.all("offlined_profile_state_since_timestamp_seconds"), IsEmpty());
    const Reading once(page({{.name = "a", .since = 1500ms}}, {}, "1"));
    EXPECT_THAT(once.value("offlined_profile_state_since_timestamp_seconds"), Optional(1.5));
}

TEST(LooksOnAPage, AreCountedByWhatTheyEndedIn) {
    Looks looks;
    looks.saw(url, look_of({{StepKind::connect, true, 1ms, ""}}));
    looks.saw(url, look_of({{StepKind::connect, true, 1ms, ""}}));
    looks.saw(url, look_of({{StepKind::connect, false, 1ms, ""}}, Reason::refused));
    const auto told = read(looks);
    EXPECT_THAT(told.value("offlined_probe_looks_total", {{"endpoint", url}, {"reason", "ok"}}),
                Optional(2.0));
    EXPECT_THAT(told.value("offlined_probe_looks_total", {{"endpoint", url}, {"reason", "refused"}}),
                Optional(1.0));
}

TEST(LooksOnAPage, ThatWereNeverBegunAreNotCounted) {
    Looks looks;
    looks.saw(url, look_of({}, Reason::unknown));
    EXPECT_FALSE(read(looks).mentions(url));
}

TEST(LooksOnAPage, TellHowLongTheirStepsTookThatCameOff) {
    Looks looks;
    looks.saw(url, look_of({{StepKind::connect, true, 30ms, ""}, {StepKind::tls, false, 9s, ""}},
                           Reason::tls_timeout));
    looks.saw(url, look_of({{StepKind::connect, true, 3s, ""}, {StepKind::tls, true, 11s, ""}}));
    const auto told = read(looks);
    const auto within = [&](const std::string& step, const std::string& le) {
        return told.value("offlined_probe_step_seconds_bucket", {{"step", step}, {"le", le}});
    };
    EXPECT_THAT(within("connect", "0.025"), Optional(0.0));
    EXPECT_THAT(within("connect", "0.1"), Optional(1.0));
    EXPECT_THAT(within("connect", "+Inf"), Optional(2.0));
    EXPECT_THAT(within("tls", "10"), Optional(0.0))
        << "one that failed is a matter of offlined_probe_looks_total";
    EXPECT_THAT(within("tls", "+Inf"), Optional(1.0));
    EXPECT_THAT(told.value("offlined_probe_step_seconds_sum", {{"step", "connect"}}),
                Optional(testing::DoubleEq(3.03)));
}

TEST(LooksOnAPage, KeepTheCertificateThatWasSeenLast) {
    Looks looks;
    auto good = look_of({{StepKind::tls, true, 1ms, ""}});
    good.certificate_until = std::chrono::sys_seconds(1800000000s);
    looks.saw(url, good);
    looks.saw(url, look_of({{StepKind::connect, false, 1ms, ""}}, Reason::refused));
    EXPECT_THAT(read(looks).value("offlined_certificate_expiry_timestamp_seconds", {{"endpoint", url}}),
                Optional(1800000000.0));
}

TEST(LooksOnAPage, AreForgottenWithTheirEndpoint) {
    Looks looks;
    looks.saw(url, look_of({{StepKind::connect, true, 1ms, ""}}));
    looks.saw("imap://other", look_of({{StepKind::connect, true, 1ms, ""}}));
    looks.keep_only({"imap://other"});
    EXPECT_FALSE(read(looks).mentions(url));
    EXPECT_TRUE(read(looks).mentions("imap://other"));
}

TEST(LooksOnAPage, AreOfSoManyEndpointsAndNoMore) {
    Looks looks;
    for (std::size_t i = 0; i < 2 * Looks::most_endpoints; ++i)
        looks.saw("imap://" + std::to_string(i), look_of({{StepKind::connect, true, 1ms, ""}}));
    EXPECT_THAT(read(looks).all("offlined_probe_looks_total"), testing::SizeIs(Looks::most_endpoints));
    EXPECT_FALSE(looks.has_room_for(url));
    looks.keep_only({"imap://0"});
    looks.saw(url, look_of({{StepKind::connect, true, 1ms, ""}}));
    EXPECT_TRUE(read(looks).mentions(url));
}

} // namespace
} // namespace offline::metrics
