#include "metrics/server.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <list>
#include <utility>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "metrics/visitor.h"

namespace offline::metrics {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Protocol = asio::generic::stream_protocol;

constexpr auto until_the_next_try = std::chrono::seconds(1);

} // namespace

/// Everybody who is served, and the door. It lives until the last of them has gone.
class Server::Hall : public std::enable_shared_from_this<Hall> {
public:
    Hall(const asio::any_io_executor& executor, Listener& listener, Pages::Make make)
        : door_(executor, Protocol(listener.family(), 0), listener.take_descriptor()),
          pages_(std::make_shared<Pages>(executor, std::move(make))),
          pause_(executor),
          checks_host_(listener.place().address.has_value()) {}

    void open() { asio::co_spawn(door_.get_executor(), admit_all(shared_from_this()), asio::detached); }

    void close() {
        is_open_ = false;
        error_code gone;
        door_.close(gone);
        pause_.cancel();
        pages_->stop();
        for (const auto& each : visitors_)
            each->stop();
    }

private:
    asio::awaitable<void> admit_all(std::shared_ptr<Hall> self) {
        while (self->is_open_) {
            error_code error;
            Visitor::Socket socket(door_.get_executor());
            co_await door_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
            if (!error)
                admit(std::move(socket));
            else if (self->is_open_)
                co_await wait_for_better_times();
        }
    }

    // There is no descriptor left, for one.
    asio::awaitable<void> wait_for_better_times() {
        pause_.expires_after(until_the_next_try);
        error_code off;
        co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, off));
    }

    void admit(Visitor::Socket socket) {
        if (visitors_.size() >= most_visitors) {
            const auto idlest =
                std::ranges::min_element(visitors_, {}, [](const auto& each) { return each->idle_since(); });
            (*idlest)->stop();
            visitors_.erase(idlest);
        }
        const auto visitor = std::make_shared<Visitor>(std::move(socket), pages_, checks_host_);
        visitors_.push_back(visitor);
        asio::co_spawn(door_.get_executor(), visitor->serve(),
                       [self = shared_from_this(), visitor](const std::exception_ptr&) {
                           self->visitors_.remove(visitor);
                       });
    }

    asio::basic_socket_acceptor<Protocol> door_;
    const std::shared_ptr<Pages> pages_;
    asio::steady_timer pause_;
    const bool checks_host_;
    bool is_open_ = true;
    std::list<std::shared_ptr<Visitor>> visitors_;
};

Server::Server(const asio::any_io_executor& executor, std::unique_ptr<Listener> listener, Pages::Make make)
    : listener_(std::move(listener)), hall_(std::make_shared<Hall>(executor, *listener_, std::move(make))) {
    hall_->open();
}

Server::~Server() { hall_->close(); }

} // namespace offline::metrics
