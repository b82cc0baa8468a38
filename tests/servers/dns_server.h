#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "servers/dns_message.h"

namespace offline::servers {

/// How the server meets a question, where it does not answer as it should.
enum class Manner : std::uint8_t {
    truthful, ///< as the table says; a name that is not in it does not exist
    silent,
    server_failure,
    refused,
    garbage,   ///< bytes that are no DNS message
    truncated, ///< over UDP: come back by TCP
    flooding,  ///< to each question bytes that are no DNS message, over UDP and without an end
    endless,   ///< over UDP: come back by TCP; there bytes without an end
    trickling, ///< the same, a byte a second
};

/// A name server with a table, over UDP and TCP.
///
///     DnsServer names("10.0.0.53");
///     names.host("mail.test", {"192.0.2.1", "2001:db8::1"});
///     names.host("quiet.test", {"192.0.2.1"});              // it exists, and has no IPv6 address
///     names.behave(Manner::silent, RecordType::aaaa);       // AAAA is never answered
///
/// Threads: one of its own; every method may be called from any thread. What is said holds from the next
/// question on. Network namespace: that of the thread that constructs it. The destructor returns promptly.
class DnsServer {
public:
    explicit DnsServer(const std::string& address = "127.0.0.1", std::uint16_t port = 53);
    ~DnsServer();
    DnsServer(const DnsServer&) = delete;
    DnsServer& operator=(const DnsServer&) = delete;

    /// Takes the place of what the table said of that name.
    void host(const std::string& name, const std::vector<std::string>& addresses);
    /// Data of records that are no addresses; see srv_data().
    void record(const std::string& name, RecordType type, const std::vector<std::vector<std::uint8_t>>& data);
    void forget(const std::string& name);

    void behave(Manner manner);
    void behave(Manner manner, RecordType type);
    /// Lets every answer wait, or those to questions of that type.
    void take_time(std::chrono::milliseconds delay);
    void take_time(std::chrono::milliseconds delay, RecordType type);

    /// How many questions of that type came for that name.
    int asked(const std::string& name, RecordType type) const;

private:
    class Desk;
    std::unique_ptr<Desk> desk_;
};

} // namespace offline::servers
