#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "dispatch/dispatcher.h"

namespace offline::engine {

/// The one thread with its one loop, where everything is found out, and the dispatcher, whose threads tell
/// the clients.
///
/// Threads: any, except that on() would wait for itself on the loop. The thread blocks every signal.
class Runtime {
public:
    Runtime();
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    boost::asio::io_context& loop() noexcept { return loop_; }

    dispatch::Dispatcher& dispatcher() noexcept { return dispatcher_; }

    /// Begins on the loop what ends with a call of the function that it is given, and waits for that; nothing
    /// where the process ends first. It may be under way still then: it refers to nothing of the caller's.
    template <class Result, class Begin>
    std::optional<Result> await(Begin begin);

    /// Runs `work` on the loop and returns what it returns; nothing where the process ends first.
    template <class Work>
    auto on_loop(Work work) -> std::invoke_result_t<Work>;

    /// Called on the loop after whatever woke it; set there.
    void after_each_step(std::function<void()> step) { after_each_step_ = std::move(step); }

    /// Lets the loop finish what is under way, and waits for its thread. Nothing may be posted any more.
    void end();

private:
    boost::asio::io_context loop_; ///< what still is to be told of a sleep, posts to it
    dispatch::Dispatcher dispatcher_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> running_{loop_.get_executor()};
    std::function<void()> after_each_step_;
    std::thread thread_;
};

template <class Result, class Begin>
std::optional<Result> Runtime::await(Begin begin) {
    const auto result = std::make_shared<std::optional<Result>>();
    boost::asio::post(loop_, [this, result, begin = std::move(begin)]() mutable {
        begin([this, result](Result found) {
            dispatcher_.transact([&](dispatch::Delivery&) { *result = std::move(found); });
        });
    });
    const bool came = dispatcher_.wait([&] { return result->has_value(); });
    return came ? std::move(*result) : std::nullopt;
}

template <class Work>
auto Runtime::on_loop(Work work) -> std::invoke_result_t<Work> {
    using Result = std::invoke_result_t<Work>;
    return await<Result>([work = std::move(work)](auto done) { done(work()); }).value_or(Result{});
}

} // namespace offline::engine
