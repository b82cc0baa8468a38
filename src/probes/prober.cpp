#include "probes/prober.h"

#include <utility>

#include "probes/bench.h"
#include "probes/visit.h"

namespace offline::probes {

Prober::Prober(asio::any_io_executor executor, model::Ways& ways)
    : bench_(std::make_unique<Bench>(std::move(executor), ways)) {}

Prober::~Prober() = default;

asio::awaitable<model::Look> Prober::look(Question question) {
    Visit visit(*bench_, std::move(question));
    co_return co_await visit.make();
}

} // namespace offline::probes
