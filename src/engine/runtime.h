#pragma once

#include <functional>
#include <future>
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

    /// Runs `work` on the loop and returns what it returns.
    template <class Work>
    auto on_loop(Work work) {
        std::packaged_task<std::invoke_result_t<Work>()> task(std::move(work));
        auto result = task.get_future();
        boost::asio::post(loop_, [&task] { task(); });
        return result.get();
    }

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

} // namespace offline::engine
