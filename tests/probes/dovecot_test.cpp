#include <filesystem>
#include <memory>

#include "probes/probing.h"
#include "servers/daemon.h"

namespace offline::probes {
namespace {

using namespace servers;
using testing::HasSubstr;

constexpr auto program = "/usr/sbin/dovecot";

/// A real IMAP server, with its ports, state and certificate in places of its own.
class Dovecot : public Probing {
protected:
    void SetUp() override {
        if (const auto why = Daemon::missing(program); !why.empty())
            GTEST_SKIP() << why;
        start(authority.issue("127.0.0.1"));
    }

    void start(const Identity& identity) {
        server.reset();
        const auto home = folder.path().string();
        std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
        const auto settings =
            folder.write("dovecot.conf", "protocols = imap\n"
                                         "listen = 127.0.0.1\n"
                                         "base_dir = " +
                                             home +
                                             "/run\n"
                                             "state_dir = " +
                                             home +
                                             "/state\n"
                                             "log_path = " +
                                             home +
                                             "/log\n"
                                             "ssl = yes\n"
                                             "ssl_cert = <" +
                                             identity.certificate.string() +
                                             "\n"
                                             "ssl_key = <" +
                                             identity.key.string() +
                                             "\n"
                                             "passdb {\n  driver = static\n  args = password=x\n}\n"
                                             "userdb {\n  driver = static\n  args = home=" +
                                             home + "\n}\n");
        server = std::make_unique<Daemon>(std::vector<std::string>{program, "-F", "-c", settings.string()},
                                          folder.path() / "output");
        ASSERT_TRUE(Daemon::listens(143) && Daemon::listens(993)) << server->output();
    }

    TempFolder folder;
    std::unique_ptr<Daemon> server;
};

TEST_F(Dovecot, IsGoodInPlainWithAnUpgrade) {
    const auto seen = look("imap://127.0.0.1", 10s);
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "route connect greeting tls");
    EXPECT_THAT(seen.detail, HasSubstr("Dovecot"));
}

TEST_F(Dovecot, IsGoodWithTlsFromTheStart) {
    const auto seen = look("imaps://127.0.0.1", 10s);
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "route connect tls greeting");
}

TEST_F(Dovecot, IsSeenThroughWhenItsCertificateHasExpired) {
    start(authority.issue("127.0.0.1", expired));
    EXPECT_THAT(look("imap://127.0.0.1", 10s), Failed(Reason::tls_certificate));
    EXPECT_THAT(look("imaps://127.0.0.1", 10s), Failed(Reason::tls_certificate));
}

TEST_F(Dovecot, IsRefusedWhenItHasEnded) {
    server.reset();
    EXPECT_THAT(look("imap://127.0.0.1", 10s), Failed(Reason::refused));
}

} // namespace
} // namespace offline::probes
