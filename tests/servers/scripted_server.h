#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "servers/certificates.h"

namespace offline::servers {

/// Sends the text.
struct Say {
    std::string text;
};

/// Sends the text a byte at a time.
struct Drip {
    std::string text;
    std::chrono::milliseconds pause{1};
};

/// Sends the text again and again, as long as the peer takes it.
struct Flood {
    std::string text;
};

/// Reads one line; if it does not begin so, that is the end of the conversation.
struct Expect {
    std::string prefix;
};

/// What to answer to a line that holds `key` (an empty key: to an empty line). `{tag}` in the reply becomes
/// the line's first word. After a rule that is `last` the script goes on.
struct Rule {
    std::string key;
    std::string reply;
    bool last{};
};

/// Reads lines and answers each by the first rule that fits, none if none does.
struct Serve {
    std::vector<Rule> rules;
};

/// Says nothing, but listens until the peer leaves.
struct Stall {};

/// The server's side of a TLS handshake; what follows is encrypted.
struct StartTls {
    Identity identity;
};

/// Closes with a RST.
struct Reset {};

using Step = std::variant<Say, Drip, Flood, Expect, Serve, Stall, StartTls, Reset>;

/// Played to every connection, from the top. At its end the server closes politely: it says so, and listens
/// until the peer has closed too.
using Script = std::vector<Step>;

/// A server that does what its script says, and remembers what it met.
///
///     ScriptedServer server({Say{"* BYE too many users\r\n"}});
///     … probe imap://127.0.0.1:PORT with server.port() …
///     EXPECT_EQ(server.connections(), 1);
///
/// scripts.h has ready scripts for well-behaved servers.
///
/// Threads: one of its own; every method may be called from any thread.
/// Network namespace: that of the thread that constructs it, at that time.
/// Lifetime: the destructor ends every conversation at once (the peers see the connections close) and
/// returns.
class ScriptedServer {
public:
    struct Place {
        std::string address = "::"; ///< "::" listens for IPv4 as well
        std::uint16_t port = 0;     ///< 0: any free one
    };

    explicit ScriptedServer(Script script) : ScriptedServer(std::move(script), Place{}) {}

    ScriptedServer(Script script, Place place);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::uint16_t port() const;

    /// Another script for the connections made from now on.
    void play(Script script);

    /// How many connections were ever made, and how many of them are open now.
    int connections() const;
    int open_connections() const;
    /// Every byte that peers sent (decrypted, where the script had started TLS).
    std::size_t bytes_received() const;
    /// Every line that peers sent, without its end.
    std::vector<std::string> lines() const;

    /// Waits until some line holds the text: true; or the limit is over: false.
    bool heard(std::string_view text, std::chrono::milliseconds limit = std::chrono::seconds(10)) const;
    /// Waits until that many connections were made, or none is open any more.
    bool met(int connections, std::chrono::milliseconds limit = std::chrono::seconds(10)) const;
    bool left_alone(std::chrono::milliseconds limit = std::chrono::seconds(10)) const;

private:
    class Stage;
    std::unique_ptr<Stage> stage_;
};

} // namespace offline::servers
