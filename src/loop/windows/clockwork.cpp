#include "loop/clockwork.h"

#include <utility>

#include <boost/asio/steady_timer.hpp>

namespace offline::loop {

struct Clockwork::Parts {
    boost::asio::steady_timer timer;
    std::function<void()> rings;
};

Clockwork::Clockwork(boost::asio::io_context& loop, std::function<void()> rings)
    : parts_(new Parts{.timer = boost::asio::steady_timer(loop), .rings = std::move(rings)}) {}

Clockwork::~Clockwork() = default;

void Clockwork::wind(base::Instant at) {
    parts_->timer.expires_at(at);
    parts_->timer.async_wait([parts = parts_.get()](const boost::system::error_code& stopped) {
        if (!stopped)
            parts->rings();
    });
}

void Clockwork::stop() { parts_->timer.cancel(); }

} // namespace offline::loop
