#include "accounts/service_query.h"

#include <array>
#include <chrono>
#include <span>
#include <utility>

#include <ares.h>
#include <arpa/nameser.h>
#include <poll.h>

namespace offline::accounts {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int first_try_ms = 1000;
constexpr int tries = 3;
constexpr std::size_t most_records = 64;

class Channel {
public:
    Channel() {
        ares_options options{};
        options.timeout = first_try_ms;
        options.tries = tries;
        if (ares_init_options(&channel_, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES) != ARES_SUCCESS)
            channel_ = nullptr;
    }

    ~Channel() { ares_destroy(channel_); } // answers to what is still asked, with an error

    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    void ask(const std::string& name, ServiceAnswer& answer) {
        if (channel_ != nullptr)
            ares_query(channel_, name.c_str(), ns_c_in, ns_t_srv, take, &answer);
    }

    /// Until all is answered, or the deadline.
    void await(Clock::time_point deadline) {
        while (channel_ != nullptr && Clock::now() < deadline && turn(deadline)) {
        }
        if (channel_ != nullptr)
            ares_cancel(channel_);
    }

private:
    static void take(void* to, int status, int timeouts, unsigned char* message, int size);

    bool turn(Clock::time_point deadline);

    ares_channel channel_ = nullptr;
};

void Channel::take(void* to, int status, int /*timeouts*/, unsigned char* message, int size) {
    auto& answer = *static_cast<ServiceAnswer*>(to);
    ares_srv_reply* first = nullptr;
    if (status == ARES_SUCCESS)
        status = ares_parse_srv_reply(message, size, &first);
    answer.answered = status == ARES_SUCCESS || status == ARES_ENODATA || status == ARES_ENOTFOUND;
    for (const auto* record = first; record != nullptr && answer.records.size() < most_records;
         record = record->next) {
        std::string host(record->host != nullptr ? record->host : "");
        if (host.ends_with('.'))
            host.pop_back();
        answer.records.push_back({record->priority, record->weight, record->port, std::move(host)});
    }
    ares_free_data(first);
}

/// Waits once for sockets or for the next try; false where nothing is asked any more.
bool Channel::turn(Clock::time_point deadline) {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    const auto wanted =
        static_cast<unsigned>(ares_getsock(channel_, sockets.data(), static_cast<int>(sockets.size())));
    std::array<pollfd, ARES_GETSOCK_MAXNUM> watched{};
    nfds_t count = 0;
    for (; count < sockets.size(); ++count) {
        const bool readable = ARES_GETSOCK_READABLE(wanted, count) != 0;
        const bool writable = ARES_GETSOCK_WRITABLE(wanted, count) != 0;
        if (!readable && !writable)
            break;
        watched[count] = {sockets[count],
                          static_cast<short>((readable ? POLLIN : 0) | (writable ? POLLOUT : 0)), 0};
    }
    if (count == 0)
        return false;
    timeval room{};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    timeval most{.tv_sec = left / 1000, .tv_usec = left % 1000 * 1000};
    const timeval* wait = ares_timeout(channel_, &most, &room);
    ::poll(watched.data(), count, static_cast<int>(wait->tv_sec * 1000 + wait->tv_usec / 1000 + 1));
    for (const auto& each : std::span(watched).first(count))
        ares_process_fd(channel_, (each.revents & ~POLLOUT) != 0 ? each.fd : ARES_SOCKET_BAD,
                        (each.revents & POLLOUT) != 0 ? each.fd : ARES_SOCKET_BAD);
    ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD); // tries again what is due
    return true;
}

} // namespace

std::vector<ServiceAnswer> ask_for_services(const std::vector<std::string>& names, base::Duration limit) {
    std::vector<ServiceAnswer> answers(names.size());
    Channel channel;
    for (std::size_t i = 0; i < names.size(); ++i)
        channel.ask(names[i], answers[i]);
    channel.await(Clock::now() + limit);
    return answers;
}

} // namespace offline::accounts
