#include "engine/kernel.h"

#include <utility>

#include "sources/windows/network_functions.h"
#include "sources/windows/network_list.h"
#include "sources/windows/route_news.h"
#include "sources/windows/windows_ways.h"

namespace offline::engine {

struct Kernel::Parts {
    explicit Parts(const boost::asio::any_io_executor& loop)
        : executor(loop), ways(functions), news(executor, functions) {}

    boost::asio::any_io_executor executor;
    const sources::NetworkFunctions& functions = sources::NetworkFunctions::of_the_system();
    sources::WindowsWays ways;
    sources::RouteNews news;
    std::unique_ptr<sources::NetworkList> list;
    std::vector<std::string> troubles;
};

Kernel::Kernel(const boost::asio::any_io_executor& executor) : parts_(std::make_unique<Parts>(executor)) {
    for (const auto& deaf : parts_->news.deaf_to())
        parts_->troubles.push_back("Windows does not tell of " + deaf + "; looking on a timer instead");
}

Kernel::~Kernel() = default;

model::Ways& Kernel::ways() noexcept { return parts_->ways; }

bool Kernel::is_blind() const noexcept { return false; }

const std::vector<std::string>& Kernel::troubles() const noexcept { return parts_->troubles; }

void Kernel::listen(Listener listener) {
    const auto tell = [this, listener = std::move(listener)](const News& news) {
        const sources::WindowsWays::Round one_moment(parts_->ways);
        listener(news);
    };
    parts_->news.start([tell] { tell({.changes = 1}); });
    parts_->list = std::make_unique<sources::NetworkList>(
        parts_->executor, parts_->functions, [tell] { tell({.changes = 1, .of_another_network = true}); });
}

void Kernel::stop() {
    parts_->news.stop();
    parts_->list.reset();
}

int Kernel::descriptor() const noexcept { return -1; }

} // namespace offline::engine
