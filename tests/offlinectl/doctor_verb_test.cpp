#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <sys/resource.h>

#include "offlinectl/findings.h"
#include "offlinectl/program.h"

namespace {

using offline::offlinectl::Findings;
using offline::offlinectl::findings_in;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class DoctorVerb : public testing::Test {
protected:
    Findings findings() const { return findings_in(program_.run({"doctor", "--json"}).out); }

    Program program_;
};

TEST_F(DoctorVerb, FindsNothingWrongWithTheKernelTheCertificatesAndTheLimitsHere) {
    auto all = findings();
    for (const auto* check : {"kernel", "certificates", "descriptors", "clock"}) {
        EXPECT_EQ(all[check].outcome, "working") << check << ": " << all[check].detail;
        EXPECT_THAT(all[check].remedy, IsEmpty());
    }
}

TEST_F(DoctorVerb, SaysWhatHelpsWhereThereIsNoBusAndThatNetworkManagerIsNotNeeded) {
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all", 1);
    auto all = findings();
    EXPECT_EQ(all["logind"].outcome, "absent");
    EXPECT_THAT(all["logind"].remedy, HasSubstr("systemd-logind"));
    EXPECT_EQ(all["network-manager"].outcome, "absent");
    EXPECT_THAT(all["network-manager"].remedy, IsEmpty());
}

TEST_F(DoctorVerb, MissesAuthoritiesThatCertificatesCouldBeCheckedBy) {
    ::setenv("SSL_CERT_FILE", "/nowhere", 1);
    ::setenv("SSL_CERT_DIR", "/nowhere", 1);
    auto all = findings();
    EXPECT_EQ(all["certificates"].outcome, "failed");
    EXPECT_THAT(all["certificates"].remedy, HasSubstr("ca-certificates"));
}

TEST_F(DoctorVerb, MissesDescriptors) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit few{100, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    auto all = findings();
    ::setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_EQ(all["descriptors"].outcome, "failed");
    EXPECT_THAT(all["descriptors"].detail, HasSubstr("100"));
}

TEST_F(DoctorVerb, NamesAProfileThatIsNotValidAndWhereItIsWrong) {
    EXPECT_EQ(findings()["profiles"].outcome, "absent");
    ASSERT_EQ(program_.run({"profile", "add", "Good", "route:default"}).status, 0);
    EXPECT_EQ(findings()["profiles"].outcome, "working");
    std::ofstream(program_.profiles() / "Bad.toml") << "name = \"Bad\"\nendpoints = 7\n";
    auto all = findings();
    EXPECT_EQ(all["profiles"].outcome, "failed");
    EXPECT_THAT(all["profiles"].detail, HasSubstr("Bad.toml"));
    EXPECT_THAT(all["profiles"].remedy, Not(IsEmpty()));
}

TEST_F(DoctorVerb, TellsPeopleTheSame) {
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all", 1);
    const auto ended = program_.run({"doctor"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_THAT(ended.out, HasSubstr("kernel           working\n"));
    EXPECT_THAT(ended.out, HasSubstr("logind           absent: "));
    EXPECT_THAT(ended.out, HasSubstr("\n                 run systemd-logind"));
}

} // namespace
