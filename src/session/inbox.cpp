#include <offline/inbox.h>

#include <cerrno>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <system_error>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

#include "session/process.h"

namespace offline {
namespace {

constexpr std::size_t most_untaken = 64; ///< as the header says

// A descriptor that is readable while it is raised.
class Flag {
public:
    Flag() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        if (descriptor_ < 0)
            throw std::system_error(errno, std::generic_category(), "eventfd");
        session::close_in_forked_child(descriptor_);
    }

    ~Flag() {
        session::close_no_more_in_forked_child(descriptor_);
        ::close(descriptor_);
    }

    Flag(const Flag&) = delete;
    Flag& operator=(const Flag&) = delete;

    int descriptor() const noexcept { return descriptor_; }

    void raise() const noexcept { ::eventfd_write(descriptor_, 1); }

    void lower() const noexcept {
        eventfd_t how_often = 0;
        ::eventfd_read(descriptor_, &how_often);
    }

private:
    int descriptor_;
};

} // namespace

struct Inbox::Inner {
    explicit Inner(const Session& session)
        : subscription(session.subscribe([this](const Notification& told) { put(told); })) {}

    ~Inner() {
        const std::lock_guard lock(mutex);
        ends = true;
        room.notify_all();
    }

    Inner(const Inner&) = delete;
    Inner& operator=(const Inner&) = delete;

    // One at a time: so promises a subscription.
    void put(const Notification& told) {
        std::unique_lock lock(mutex);
        room.wait(lock, [this] { return ends || untaken.size() < most_untaken; });
        if (ends)
            return;
        untaken.push_back(told);
        if (untaken.size() == 1)
            flag.raise();
    }

    std::optional<Notification> take() {
        const std::lock_guard lock(mutex);
        if (untaken.empty())
            return std::nullopt;
        std::optional first(std::move(untaken.front()));
        untaken.pop_front();
        if (untaken.empty())
            flag.lower();
        room.notify_one();
        return first;
    }

    const Flag flag;
    std::mutex mutex;
    std::condition_variable room;
    std::deque<Notification> untaken;
    bool ends = false;
    Subscription subscription; ///< ends first: put() uses all the others
};

Inbox::Inbox(const Session& session)
    : inner_(session::in_forked_child() ? nullptr : std::make_unique<Inner>(session)) {}

// In a forked child others may hold its lock or wait for room for ever: it stays as it is.
Inbox::~Inbox() {
    if (session::in_forked_child())
        static_cast<void>(inner_.release());
}

Inbox::Inbox(Inbox&&) noexcept = default;

Inbox& Inbox::operator=(Inbox&& other) noexcept {
    Inbox ends_now(std::move(other));
    std::swap(inner_, ends_now.inner_);
    return *this;
}

int Inbox::descriptor() const noexcept {
    return inner_ && !session::in_forked_child() ? inner_->flag.descriptor() : -1;
}

std::optional<Notification> Inbox::take() {
    return inner_ && !session::in_forked_child() ? inner_->take() : std::nullopt;
}

} // namespace offline
