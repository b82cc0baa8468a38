#include "metrics/pages.h"

#include <chrono>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "loop/alarm.h"

namespace offline::metrics {
namespace {

namespace asio = boost::asio;

constexpr auto patience = std::chrono::seconds(5);
constexpr auto fresh = std::chrono::milliseconds(100);

} // namespace

struct Pages::Shelf {
    explicit Shelf(const asio::any_io_executor& executor) : made(executor), stale(executor) {}

    Page page;
    bool is_being_made = false;
    asio::steady_timer made; ///< off when it is
    loop::Alarm stale;
};

Pages::Pages(const asio::any_io_executor& executor, Make make)
    : shelf_(std::make_shared<Shelf>(executor)), make_(std::move(make)) {}

asio::awaitable<Pages::Page> Pages::page() {
    const auto shelf = shelf_;
    if (!shelf->page && !shelf->is_being_made) {
        shelf->is_being_made = true;
        shelf->made.expires_after(patience);
        make_([weak = std::weak_ptr(shelf)](std::string text) {
            const auto alive = weak.lock();
            if (!alive)
                return;
            alive->page = std::make_shared<const std::string>(std::move(text));
            alive->is_being_made = false;
            alive->made.cancel();
            alive->stale.set(fresh, [weak] {
                if (const auto still = weak.lock())
                    still->page.reset();
            });
        });
    }
    if (!shelf->page) {
        boost::system::error_code off;
        co_await shelf->made.async_wait(asio::redirect_error(asio::use_awaitable, off));
    }
    co_return shelf->page;
}

void Pages::stop() {
    shelf_->stale.off();
    shelf_->made.cancel();
}

} // namespace offline::metrics
