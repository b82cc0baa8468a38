#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/look.h"
#include "model/way.h"
#include "probes/prober.h"
#include "servers/certificates.h"
#include "servers/sandbox.h"
#include "servers/scripted_server.h"
#include "servers/scripts.h"

namespace offline::probes {

using namespace std::chrono_literals;

/// A kernel with a way to everywhere, but where a test closes one.
class ScriptedWays : public model::Ways {
public:
    model::Way to(const model::Destination& there, const model::Way* last) override;
    model::Way to_the_internet(const model::Way* last) override;

    bool any_interface_usable() override { return interface_usable; }

    std::set<model::Address> closed;
    bool internet = true;
    bool interface_usable = true;
};

/// Each test has a loop, a prober on it, and an authority that this process trusts.
class Probing : public testing::Test {
protected:
    Probing();

    /// Looks once, and runs the loop until the look is over.
    model::Look look(const std::string& url, std::chrono::milliseconds timeout = 5s);
    model::Look look(Question question);

    static Question question(const std::string& url, std::chrono::milliseconds timeout = 5s);
    /// `imap://127.0.0.1:PORT`
    static std::string at(const std::string& scheme, const servers::ScriptedServer& server,
                          const std::string& host = "127.0.0.1");

    servers::Certificates authority;
    boost::asio::io_context loop;
    ScriptedWays ways;
    Prober prober;
};

/// The most memory that this process ever had at once, in KiB.
long most_memory();

/// What a look may add to that, the server of the test included: far below what it is told. A sanitizer has
/// an account of its own.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr long most_for_a_look = 256 * 1024;
#else
inline constexpr long most_for_a_look = 6 * 1024;
#endif

/// The steps of a look, such as `resolve route connect! `: a failed one has an exclamation mark.
std::string steps(const model::Look& look);

MATCHER_P(Failed, reason, "") {
    *result_listener << word(arg.reason) << ": " << arg.detail << " [" << steps(arg) << "]";
    return !arg.ok && arg.reason == reason && (arg.steps.empty() || !arg.steps.back().ok);
}

MATCHER(CameOff, "") {
    *result_listener << word(arg.reason) << ": " << arg.detail << " [" << steps(arg) << "]";
    return arg.ok && arg.reason == Reason::ok;
}

} // namespace offline::probes

/// For tests that serve names on port 53 or break the network.
#define NEEDS_SANDBOX()                                                                                      \
    if (!offline::servers::Sandbox::missing().empty())                                                       \
    GTEST_SKIP() << offline::servers::Sandbox::missing()
