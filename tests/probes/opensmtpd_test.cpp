#include <memory>

#include "probes/probing.h"
#include "servers/daemon.h"

namespace offline::probes {
namespace {

using namespace servers;
using testing::HasSubstr;

constexpr auto smtpd = "/usr/sbin/smtpd";

/// A real SMTP server; its fixed folders (the queue, the control socket) are covered by empty ones.
class OpenSmtpd : public Probing {
protected:
    void SetUp() override {
        if (const auto why = Daemon::missing(smtpd); !why.empty())
            GTEST_SKIP() << why;
        static const bool covered = (Sandbox::cover("/var/spool"), Sandbox::cover("/run"), true);
        ASSERT_TRUE(covered);
        // Without TLS: Debian 12's build offers it, and then fails every handshake (its keys do not fit
        // OpenSSL 3).
        const auto settings = folder.write("smtpd.conf", "listen on 127.0.0.1 port 25\n"
                                                         "action \"keep\" mbox\n"
                                                         "match for local action \"keep\"\n");
        server = std::make_unique<Daemon>(std::vector<std::string>{smtpd, "-d", "-f", settings.string()},
                                          folder.path() / "output");
        ASSERT_TRUE(Daemon::listens(25)) << server->output();
    }

    TempFolder folder;
    std::unique_ptr<Daemon> server;
};

TEST_F(OpenSmtpd, IsGoodInPlain) {
    const auto seen = look("smtp://127.0.0.1", 10s);
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "route connect greeting");
    EXPECT_THAT(seen.detail, HasSubstr("OpenSMTPD"));
}

} // namespace
} // namespace offline::probes
