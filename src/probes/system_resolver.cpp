#include "probes/system_resolver.h"

#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "base/timestamp.h"
#include "dispatch/quiet_thread.h"
#include "probes/system_names.h"
#include "probes/timer.h"

namespace offline::probes {
namespace {

using namespace std::chrono_literals;
using Answer = SystemResolver::Answer;

constexpr auto stuck = 10s;
constexpr int most_workers = 4;

/// A question and who waits for its answer. The lock decides between the answer and the asker's departure.
struct Request {
    Request(std::string text, asio::any_io_executor loop, Timer& ringer)
        : name(std::move(text)), executor(std::move(loop)), bell(&ringer) {}

    void answer_with(Answer found, const std::shared_ptr<Request>& self) {
        const std::lock_guard lock(mutex);
        if (bell == nullptr)
            return;
        answer = std::move(found);
        asio::post(executor, [self] { self->ring(); });
    }

    void ring() const {
        if (bell != nullptr)
            bell->ring();
    }

    void leave() {
        const std::lock_guard lock(mutex);
        bell = nullptr;
    }

    bool is_awaited() {
        const std::lock_guard lock(mutex);
        return bell != nullptr;
    }

    const std::string name;
    asio::any_io_executor executor;
    std::mutex mutex;
    Timer* bell; ///< the asker's, while it waits
    Answer answer;
};

} // namespace

/// Where questions lie until a worker takes them; shared with the workers, so it outlives a stuck one.
class SystemResolver::Desk : public std::enable_shared_from_this<Desk> {
public:
    void put(std::shared_ptr<Request> question) {
        const std::lock_guard lock(mutex_);
        std::erase_if(waiting_, [](const auto& each) { return !each->is_awaited(); });
        waiting_.push_back(std::move(question));
        const bool idle = !busy_since_;
        const bool given_up = busy_since_ && std::chrono::steady_clock::now() - *busy_since_ > stuck;
        if (idle || (given_up && workers_ < most_workers))
            start_worker();
    }

private:
    void start_worker() {
        busy_since_ = std::chrono::steady_clock::now();
        ++workers_;
        try {
            dispatch::quiet_thread([desk = shared_from_this(), shift = ++shift_] {
                desk->work(shift);
            }).detach();
        } catch (const std::system_error&) {
            busy_since_.reset();
            --workers_;
        }
    }

    void work(unsigned shift) {
        while (const auto question = next(shift))
            question->answer_with(ask_the_system(question->name), question);
    }

    std::shared_ptr<Request> next(unsigned shift) {
        const std::lock_guard lock(mutex_);
        while (shift == shift_ && !waiting_.empty()) {
            auto question = std::move(waiting_.front());
            waiting_.pop_front();
            busy_since_ = std::chrono::steady_clock::now();
            if (question->is_awaited())
                return question;
        }
        if (shift == shift_)
            busy_since_.reset();
        --workers_;
        return nullptr;
    }

    std::mutex mutex_;
    std::deque<std::shared_ptr<Request>> waiting_;
    std::optional<base::Instant> busy_since_; ///< since when the present worker has been in one call
    unsigned shift_ = 0;                      ///< the present worker; older ones are given up
    int workers_ = 0;
};

SystemResolver::SystemResolver(asio::any_io_executor executor)
    : executor_(std::move(executor)), desk_(std::make_shared<Desk>()) {}

asio::awaitable<SystemResolver::Answer> SystemResolver::ask(std::string name) {
    Timer bell(executor_);
    const auto question = std::make_shared<Request>(std::move(name), executor_, bell);

    const struct Departure {
        ~Departure() { question.leave(); }

        Request& question;
    } departure{*question};

    desk_->put(question);
    boost::system::error_code rung;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error(asio::error::operation_aborted);
    co_return question->answer;
}

} // namespace offline::probes
