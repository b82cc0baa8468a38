#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "base/timestamp.h"
#include "loop/alarm.h"
#include "model/source.h"
#include "sources/bus_socket.h"
#include "sources/file_news.h"

namespace offline::sources {

/// The system's message bus, as long as there is one: it may be missing, come late, die and come back.
///
/// While nobody listens at its socket no timer runs; the file system tells when the socket comes. A bus that
/// takes connections and breaks them is tried again after 1 s, 2 s, 4 s … 5 min. No call blocks. What comes
/// is believed only where the bus itself says who sent it: the service that is followed, by its present
/// owner. Threads: all calls and callbacks belong to the executor's one thread.
class SystemBus : public std::enable_shared_from_this<SystemBus> {
public:
    /// A service, and the one signal of it that is listened to.
    struct Service {
        std::string name, path, interface, signal;
    };

    /// Who follows a service. Any of its functions may make calls.
    class Follower {
    public:
        virtual ~Follower() = default;
        virtual const Service& service() const = 0;
        virtual void came() = 0;
        /// It is gone, or the bus is: no answer comes to what it was asked.
        virtual void went() = 0;
        virtual void heard(const BusMessage& signal) = 0;
    };

    /// What a call came to.
    struct Answer {
        const BusMessage* message{}; ///< none: no answer in time
        BusSocket::Files files;

        /// The reply, where it is one and has arguments of these types.
        const BusMessage* reply(std::string_view types) const;
        /// For people: what is wrong with it.
        std::string trouble() const;
    };

    using Answered = std::function<void(Answer)>;

    /// `files`: null where files cannot be watched; then a missing bus is tried again at the rarest pace.
    SystemBus(const boost::asio::any_io_executor& executor, FileNews* files);

    /// Each before start(); outlives it, or its stop().
    void follow(Follower& follower);
    void start();
    void stop();

    /// Asks the service that `who` follows; nothing happens while it is gone.
    void call(const Follower& who, const std::string& interface, const std::string& method,
              std::vector<BusValue> arguments, Answered answered);

    /// Calls back when nothing that was asked is unanswered any more; perhaps at once.
    void when_answered(std::function<void()> done);

    /// Of a service that is not there; or of one that is, as far as this can tell.
    model::Source::Outcome outcome_for(const Follower& who) const;
    std::string detail_for(const Follower& who) const;

private:
    struct Followed {
        Follower* follower{};
        std::string owner; ///< the unique name on the bus; empty: nobody
    };

    struct Call {
        Answered answered;
        base::Instant limit;
    };

    void connect();
    void connect_in(std::chrono::nanoseconds wait);
    void begin(std::shared_ptr<BusSocket> socket);
    void introduce_followers();
    void lost(std::string why);
    void ask(BusCall call, Answered answered);
    void hear(const BusMessage& message, BusSocket::Files files);
    void hear_signal(const BusMessage& signal);
    void watch_limits();
    void give_up_calls();
    void tell_those_who_wait();
    void owned_by(Followed& followed, std::string owner);
    const Followed* find(const Follower& who) const;

    boost::asio::any_io_executor executor_;
    FileNews* const files_;
    const std::optional<BusAddress> address_ = BusAddress::of_the_system();
    std::vector<Followed> followed_;
    std::shared_ptr<BusSocket> socket_;
    std::optional<base::Instant> up_since_; ///< none: not yet, or not any more
    std::map<std::uint32_t, Call> calls_;
    std::uint32_t last_serial_ = 0;
    std::vector<std::function<void()>> waiting_; ///< for the answers
    loop::Alarm alarm_;     ///< the next try; while there is a connection, the limit of a call
    unsigned failures_ = 0; ///< in a row
    model::Source::Outcome outcome_ = model::Source::Outcome::absent;
    std::string detail_ = "the system bus has not been asked yet";
};

} // namespace offline::sources
