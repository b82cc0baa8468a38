#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "net/mail_world.h"
#include "net/net_test.h"

namespace offline::net {
namespace {

using testing::HasSubstr;

// From now on neither this thread nor what it begins gets a netlink socket, as a strict service manager has
// it.
bool forbid_netlink() {
    sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{.len = std::size(rules), .filter = rules};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

std::string errors_of(const std::string& command) {
    auto* pipe = popen((command + " 2>&1 >/dev/null").c_str(), "re");
    std::string words;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
        words += static_cast<char>(c);
    pclose(pipe);
    return words;
}

// Without a word from the kernel. Policy: 2 s between looks, 1 s for one, three strikes.
class BlindScenario : public NetTest {};

TEST_F(BlindScenario, JudgesByLookingOnATimerWhereTheKernelMayNotBeAsked) {
    MailWorld world;
    auto imap = world.serve(143, servers::imap());
    ASSERT_TRUE(forbid_netlink());
    ASSERT_LT(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0), 0);
    const Stamp began = now();
    Client mail({.endpoints = {"imap://mail.test"}});
    expect_online(mail, began, timeout);
    expect_no_more_than(0, mail, 500ms);

    const Stamp ended = now();
    imap.reset();
    expect_offline(mail, Reason::refused, ended, interval + k_looks);
    imap = world.serve(143, servers::imap());
    EXPECT_EQ(mail.change(2).to, State::online);

    world.world.client().remove_route("default", "192.168.7.1");
    world.world.client().remove_route("default", "fd07::1");
    EXPECT_EQ(mail.change(3).to, State::offline);
    expect_no_more_than(3, mail);
}

TEST_F(BlindScenario, LooksOnATimerEvenWhereTheProfileWantsNone) {
    MailWorld world;
    auto imap = world.serve(143, servers::imap());
    ASSERT_TRUE(forbid_netlink());
    Client mail({.endpoints = {"imap://mail.test"}, .interval = "0s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const Stamp ended = now();
    imap.reset();
    expect_offline(mail, Reason::refused, ended, interval + k_looks);
    expect_no_more_than(1, mail);
}

TEST_F(BlindScenario, IsToldToTheUserOfTheTool) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    const std::string watch = OFFLINECTL " --embedded watch --endpoint imap://mail.test --for 100ms";
    EXPECT_EQ(errors_of(watch), "");
    ASSERT_TRUE(forbid_netlink());
    EXPECT_THAT(errors_of(watch), HasSubstr("looking on a timer"));
}

} // namespace
} // namespace offline::net
