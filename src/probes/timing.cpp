#include "probes/timing.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "probes/timer.h"

namespace offline::probes {
namespace {

using asio::awaitable;
using asio::deferred;
using asio::use_awaitable;
using asio::experimental::make_parallel_group;

// A group ends as one of its members did; whether the whole was cancelled meanwhile is another question.
void stop_if_cancelled(const asio::cancellation_state& state) {
    if (state.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error(asio::error::operation_aborted);
}

awaitable<void> run_first(awaitable<void> work, Timer& head_start) {
    try {
        co_await std::move(work);
    } catch (...) {
        head_start.ring();
        throw;
    }
}

awaitable<void> run_second(awaitable<void> work, Timer& head_start) {
    boost::system::error_code ended_early;
    co_await head_start.async_wait(asio::redirect_error(use_awaitable, ended_early));
    co_await std::move(work);
}

} // namespace

awaitable<bool> within(std::chrono::nanoseconds limit, awaitable<void> work) {
    const auto executor = co_await asio::this_coro::executor;
    Timer alarm(executor, limit);
    const auto [order, failed, _] =
        co_await make_parallel_group(asio::co_spawn(executor, std::move(work), deferred),
                                     alarm.async_wait(deferred))
            .async_wait(asio::experimental::wait_for_one(), use_awaitable);
    stop_if_cancelled(co_await asio::this_coro::cancellation_state);
    if (order[0] != 0)
        co_return false;
    if (failed)
        std::rethrow_exception(failed);
    co_return true;
}

awaitable<void> staggered(awaitable<void> first, std::chrono::nanoseconds head_start,
                          awaitable<void> second) {
    const auto executor = co_await asio::this_coro::executor;
    Timer timer(executor, head_start);
    const auto [order, first_failed, second_failed] =
        co_await make_parallel_group(asio::co_spawn(executor, run_first(std::move(first), timer), deferred),
                                     asio::co_spawn(executor, run_second(std::move(second), timer), deferred))
            .async_wait(asio::experimental::wait_for_one_success(), use_awaitable);
    stop_if_cancelled(co_await asio::this_coro::cancellation_state);
    if (first_failed && second_failed)
        std::rethrow_exception(first_failed);
}

} // namespace offline::probes
