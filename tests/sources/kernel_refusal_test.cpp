#include <cerrno>
#include <cstddef>
#include <cstdlib>

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "sources/kernel_events.h"
#include "sources/kernel_ways.h"

namespace offline::sources {
namespace {

// From now on that system call is answered "not permitted" to this process, as a strict service manager has
// it.
bool forbid(unsigned call) {
    sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{.len = std::size(rules), .filter = rules};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// Ends the process that the death test began; 0 where all of it held.
template <class... Held>
[[noreturn]] void leave(Held... held) {
    std::_Exit((held && ...) ? 0 : 1);
}

TEST(KernelRefusalDeathTest, SaysNoPermissionWhereNetlinkIsForbidden) {
    EXPECT_EXIT(
        {
            boost::asio::io_context loop;
            const bool forbidden = forbid(SYS_socket);
            const auto events = KernelEvents::open(loop.get_executor());
            const auto ways = KernelWays::open();
            leave(forbidden, events.has_error() && events.error().code == base::Code::no_permission,
                  ways.has_error() && ways.error().code == base::Code::no_permission);
        },
        testing::ExitedWithCode(0), "");
}

TEST(KernelRefusalDeathTest, KeepsWhatWasKnownWhereTheKernelDoesNotAnswer) {
    EXPECT_EXIT(
        {
            auto ways = KernelWays::open().value();
            const bool forbidden = forbid(SYS_sendto);
            const auto address = boost::asio::ip::make_address("127.0.0.1");
            const model::Way shut{.detail = "no route to 127.0.0.1"};
            const auto first = ways->to(address, nullptr);
            const auto later = ways->to(address, &shut);
            const auto internet = ways->to_the_internet(nullptr);
            leave(forbidden, first.open && !first.known, !later.open && !later.known,
                  later.detail == shut.detail, internet.open && !internet.known,
                  ways->any_interface_usable());
        },
        testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace offline::sources
