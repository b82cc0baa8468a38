#include "probes/tls.h"

namespace offline::probes {

struct Tls::Layer {};

bool Tls::is_available() noexcept { return false; }

bool Tls::speaks_in(const boost::system::error_code&) noexcept { return false; }

bool Tls::is_truncated(const boost::system::error_code&) noexcept { return false; }

// Nobody makes one: who would encrypt asks first.
Tls::Tls(asio::ip::tcp::socket&, Trust&, const std::string&) {
    throw Failed{Reason::unknown, "connections cannot be encrypted here"};
}

Tls::~Tls() = default;

asio::awaitable<void> Tls::handshake() { co_return; }

asio::awaitable<void> Tls::close() { co_return; }

void Tls::read_some(asio::mutable_buffer, asio::cancellation_slot, Done) {}

void Tls::write_some(asio::const_buffer, asio::cancellation_slot, Done) {}

std::string Tls::version() const { return {}; }

std::optional<std::chrono::sys_seconds> Tls::certificate_until() const { return {}; }

} // namespace offline::probes
