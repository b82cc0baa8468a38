#pragma once

#include <string>
#include <string_view>

#include "servers/temp_folder.h"

namespace offline::servers {

/// A network and a resolver configuration of this process's own, so that a test can serve names on port 53
/// and break things. Where the process is not root it becomes so in a user namespace of its own.
///
///     int main(int argc, char** argv) {
///         testing::InitGoogleTest(&argc, argv);
///         Sandbox sandbox;                       // before the first thread starts
///         return RUN_ALL_TESTS();
///     }
///
/// Inside: `lo` is up and nothing else is there; /etc/resolv.conf names 127.0.0.1, /etc/hosts and
/// /etc/nsswitch.conf ("hosts: files dns") are private copies, and programs started from here see the same.
class Sandbox {
public:
    Sandbox();
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    /// Why this machine gives no sandbox; empty where it does. Tests that need one skip with this.
    static const std::string& missing();

    /// What the resolver's files say from now on; each throws where there is no sandbox.
    static void resolv_conf(std::string_view text);
    static void hosts(std::string_view text);
    static void nsswitch(std::string_view text);

    /// As they were at first.
    static void restore_files();

    /// 192.0.2.66 and 2001:db8::66: a link with nobody there. What is sent to them is lost in silence.
    static void add_silent_addresses();
    /// Lays an empty folder over that one, for this process and its children; gone with them.
    static void cover(const std::string& folder);
    /// Packets to that address end in "host unreachable", said by this machine.
    static void make_unreachable(const std::string& address);

    /// Runs `ip ARGUMENTS`; throws where it fails.
    static void ip(const std::string& arguments);

private:
    TempFolder files_;
};

} // namespace offline::servers
