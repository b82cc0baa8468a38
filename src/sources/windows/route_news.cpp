#include "sources/windows/route_news.h"

#include <atomic>
#include <optional>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "sources/windows/adapters.h"

namespace offline::sources {

/// What hears: alive as long as the RouteNews, and through a callback that destroys that.
class RouteNews::Ear : public std::enable_shared_from_this<Ear> {
public:
    Ear(boost::asio::any_io_executor loop, const NetworkFunctions& windows)
        : executor_(std::move(loop)), windows_(windows), timer_(executor_) {}

    void subscribe() {
        keep(windows_.notify_of_interfaces
                 ? windows_.notify_of_interfaces(AF_UNSPEC, interface_changed, this, FALSE, &interfaces_)
                 : static_cast<DWORD>(ERROR_NOT_SUPPORTED),
             interfaces_, "interfaces");
        keep(windows_.notify_of_routes
                 ? windows_.notify_of_routes(AF_UNSPEC, route_changed, this, FALSE, &routes_)
                 : static_cast<DWORD>(ERROR_NOT_SUPPORTED),
             routes_, "routes");
    }

    // Windows waits in it for a callback that is under way.
    void unsubscribe() {
        for (HANDLE* const each : {&interfaces_, &routes_})
            if (const HANDLE subscription = std::exchange(*each, nullptr))
                windows_.cancel_notify(subscription);
    }

    void listen(Listener listener) {
        listener_ = std::move(listener);
        seen_ = read_adapters(windows_);
        listening_.store(true, std::memory_order_release);
        look_later();
    }

    void stop() {
        listening_.store(false, std::memory_order_release);
        timer_.cancel();
    }

    std::vector<std::string> deaf_to;

private:
    void keep(DWORD status, HANDLE& subscription, const char* what) {
        if (status == NO_ERROR && subscription != nullptr)
            return;
        subscription = nullptr;
        deaf_to.emplace_back(what);
    }

    static void CALLBACK interface_changed(void* ear, MIB_IPINTERFACE_ROW*, MIB_NOTIFICATION_TYPE) {
        static_cast<Ear*>(ear)->hear();
    }

    static void CALLBACK route_changed(void* ear, MIB_IPFORWARD_ROW2*, MIB_NOTIFICATION_TYPE) {
        static_cast<Ear*>(ear)->hear();
    }

    // On a thread of Windows.
    void hear() {
        if (!heard_.exchange(true))
            boost::asio::post(executor_, [self = weak_from_this()] {
                if (const auto ear = self.lock()) {
                    ear->heard_.store(false);
                    ear->seen_ = read_adapters(ear->windows_);
                    ear->tell();
                }
            });
    }

    void look() {
        auto now = read_adapters(windows_);
        const bool changed = now != seen_;
        seen_ = std::move(now);
        if (changed)
            tell();
        look_later();
    }

    void look_later() {
        if (!is_listening())
            return;
        timer_.expires_after(deaf_to.empty() ? now_and_then : often);
        timer_.async_wait([self = weak_from_this()](const boost::system::error_code& error) {
            const auto ear = self.lock();
            if (ear && !error)
                ear->look();
        });
    }

    void tell() {
        if (is_listening())
            listener_();
    }

    bool is_listening() const { return listening_.load(std::memory_order_acquire); }

    boost::asio::any_io_executor executor_;
    const NetworkFunctions& windows_;
    boost::asio::steady_timer timer_;
    Listener listener_;
    std::optional<std::vector<Adapter>> seen_;
    HANDLE interfaces_ = nullptr;
    HANDLE routes_ = nullptr;
    std::atomic<bool> heard_{false};
    std::atomic<bool> listening_{false};
};

RouteNews::RouteNews(const boost::asio::any_io_executor& executor, const NetworkFunctions& windows)
    : ear_(std::make_shared<Ear>(executor, windows)) {
    ear_->subscribe();
}

RouteNews::~RouteNews() {
    ear_->stop();
    ear_->unsubscribe();
}

const std::vector<std::string>& RouteNews::deaf_to() const noexcept { return ear_->deaf_to; }

void RouteNews::start(Listener listener) { ear_->listen(std::move(listener)); }

void RouteNews::stop() { ear_->stop(); }

} // namespace offline::sources
