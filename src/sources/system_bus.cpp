#include "sources/system_bus.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace offline::sources {
namespace {

using namespace std::chrono_literals;
using Outcome = model::Source::Outcome;
using Clock = std::chrono::steady_clock;

constexpr auto first_wait = 1s;
constexpr auto rarest_pace = std::chrono::nanoseconds(5min); // as rare as looks at a server
constexpr auto longest_call = 25s;                           // what D-Bus libraries have for a call
constexpr std::size_t most_calls = 64;                       // of which we know no answer yet
constexpr auto long_enough = 1min; // a connection that lasted so long was a good one

const SystemBus::Service the_bus{"org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                 "NameOwnerChanged"};

BusCall call_of_the_bus(std::string method, std::vector<BusValue> arguments) {
    return {the_bus.name, the_bus.path, the_bus.interface, std::move(method), std::move(arguments)};
}

std::string match_of(const SystemBus::Service& service) {
    return "type='signal',sender='" + service.name + "',path='" + service.path + "',interface='" +
           service.interface + "',member='" + service.signal + "'";
}

bool is(const BusMessage& signal, const SystemBus::Service& service) {
    return signal.path == service.path && signal.interface == service.interface &&
           signal.member == service.signal;
}

std::chrono::nanoseconds back_off(unsigned failures) {
    return std::min(rarest_pace, std::chrono::nanoseconds(first_wait) * (1 << std::min(failures, 10U)));
}

bool nobody_listens(int error) { return error == ENOENT || error == ENOTDIR || error == ECONNREFUSED; }

} // namespace

const BusMessage* SystemBus::Answer::reply(std::string_view types) const {
    return message && message->kind == BusMessage::Kind::reply && message->signature == types ? message
                                                                                              : nullptr;
}

std::string SystemBus::Answer::trouble() const {
    if (!message)
        return "no answer";
    if (message->kind == BusMessage::Kind::error)
        return message->error;
    return "an answer of the wrong type";
}

SystemBus::SystemBus(const boost::asio::any_io_executor& executor, FileNews* files)
    : executor_(executor), files_(files), alarm_(executor) {}

void SystemBus::follow(Follower& follower) { followed_.push_back({&follower, {}}); }

void SystemBus::start() {
    if (!address_) {
        outcome_ = Outcome::failed;
        detail_ = "DBUS_SYSTEM_BUS_ADDRESS names no unix socket";
        return;
    }
    if (files_ && !address_->abstract)
        files_->follow(address_->name, [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->connect();
        });
    connect();
}

void SystemBus::stop() {
    alarm_.off();
    calls_.clear();
    followed_.clear();
    if (socket_)
        socket_->close();
    socket_.reset();
}

void SystemBus::connect() {
    if (socket_)
        return;
    auto [socket, error] = BusSocket::open(executor_, *address_);
    if (socket)
        return begin(std::move(socket));
    outcome_ = nobody_listens(error) ? Outcome::absent : Outcome::failed;
    detail_ = "the system bus cannot be reached at " + address_->name + ": " + std::strerror(error);
    const bool will_be_told = files_ && !address_->abstract;
    if (outcome_ == Outcome::failed)
        connect_in(back_off(failures_++));
    else if (!will_be_told)
        connect_in(rarest_pace);
}

void SystemBus::connect_in(std::chrono::nanoseconds wait) {
    alarm_.set(wait, [this] { connect(); });
}

void SystemBus::begin(std::shared_ptr<BusSocket> socket) {
    alarm_.off();
    socket_ = std::move(socket);
    last_serial_ = 0;
    socket_->start({.message =
                        [weak = weak_from_this()](const BusMessage& message, BusSocket::Files files) {
                            if (const auto self = weak.lock())
                                self->hear(message, std::move(files));
                        },
                    .lost =
                        [weak = weak_from_this()](std::string why) {
                            if (const auto self = weak.lock())
                                self->lost(std::move(why));
                        }});
    ask(call_of_the_bus("Hello", {}), [this](const Answer& answer) {
        if (!answer.reply("s"))
            return lost(answer.trouble() + " to our greeting");
        up_since_ = Clock::now();
        outcome_ = Outcome::working;
        detail_.clear();
        introduce_followers();
    });
}

void SystemBus::introduce_followers() {
    const auto listening = [this](const Answer& answer) {
        if (!answer.reply(""))
            lost("the bus does not let us listen: " + answer.trouble());
    };
    for (auto& followed : followed_) {
        const auto& service = followed.follower->service();
        ask(call_of_the_bus("AddMatch", {match_of(the_bus) + ",arg0='" + service.name + "'"}), listening);
        ask(call_of_the_bus("AddMatch", {match_of(service)}), listening);
        ask(call_of_the_bus("GetNameOwner", {service.name}), [this, &followed](const Answer& answer) {
            if (const auto* reply = answer.reply("s"))
                owned_by(followed, std::string(reply->read().text()));
        });
    }
}

void SystemBus::lost(std::string why) {
    if (!socket_)
        return;
    socket_->close();
    socket_.reset();
    calls_.clear();
    if (up_since_ && Clock::now() - *up_since_ >= long_enough)
        failures_ = 0;
    up_since_.reset();
    outcome_ = Outcome::failed;
    detail_ = std::move(why);
    for (auto& followed : followed_)
        owned_by(followed, {});
    tell_those_who_wait();
    connect_in(back_off(failures_++));
}

void SystemBus::call(const Follower& who, const std::string& interface, const std::string& method,
                     std::vector<BusValue> arguments, Answered answered) {
    const auto* followed = find(who);
    if (!socket_ || !followed || followed->owner.empty())
        return;
    if (calls_.size() >= most_calls)
        return lost("the bus leaves too many calls unanswered");
    // By the owner's own name, so that nobody is started for it.
    ask({followed->owner, who.service().path, interface, method, std::move(arguments)}, std::move(answered));
}

void SystemBus::ask(BusCall call, Answered answered) {
    const auto serial = ++last_serial_;
    calls_.emplace(serial, Call{std::move(answered), Clock::now() + longest_call});
    if (calls_.size() == 1)
        watch_limits();
    socket_->send(message_of(call, serial));
}

// All calls have the same limit: the first one's is up first.
void SystemBus::watch_limits() {
    alarm_.set(calls_.begin()->second.limit - Clock::now(), [this] { give_up_calls(); });
}

void SystemBus::give_up_calls() {
    const auto now = Clock::now();
    while (!calls_.empty() && calls_.begin()->second.limit <= now) {
        const auto late = calls_.extract(calls_.begin());
        if (late.mapped().answered)
            late.mapped().answered({});
    }
    if (!calls_.empty())
        watch_limits();
    tell_those_who_wait();
}

void SystemBus::hear(const BusMessage& message, BusSocket::Files files) {
    if (message.kind == BusMessage::Kind::signal)
        return hear_signal(message);
    if (message.kind != BusMessage::Kind::reply && message.kind != BusMessage::Kind::error)
        return;
    const auto call = calls_.extract(message.reply_to);
    if (call && call.mapped().answered)
        call.mapped().answered({&message, std::move(files)});
    if (socket_ && calls_.empty())
        alarm_.off();
    tell_those_who_wait();
}

void SystemBus::when_answered(std::function<void()> done) {
    waiting_.push_back(std::move(done));
    tell_those_who_wait();
}

void SystemBus::tell_those_who_wait() {
    if (!calls_.empty())
        return;
    for (const auto& done : std::exchange(waiting_, {}))
        done();
}

void SystemBus::hear_signal(const BusMessage& signal) {
    if (signal.sender == the_bus.name && is(signal, the_bus) && signal.signature == "sss") {
        auto reader = signal.read();
        const auto name = reader.text();
        reader.text();
        const auto owner = reader.text();
        for (auto& followed : followed_)
            if (!reader.failed() && name == followed.follower->service().name)
                owned_by(followed, std::string(owner));
        return;
    }
    for (const auto& followed : followed_)
        if (!followed.owner.empty() && signal.sender == followed.owner &&
            is(signal, followed.follower->service()))
            followed.follower->heard(signal);
}

void SystemBus::owned_by(Followed& followed, std::string owner) {
    if (followed.owner == owner)
        return;
    if (!std::exchange(followed.owner, {}).empty())
        followed.follower->went();
    followed.owner = std::move(owner);
    if (!followed.owner.empty())
        followed.follower->came();
}

const SystemBus::Followed* SystemBus::find(const Follower& who) const {
    const auto found = std::ranges::find(followed_, &who, &Followed::follower);
    return found == followed_.end() ? nullptr : &*found;
}

Outcome SystemBus::outcome_for(const Follower& who) const {
    const auto* followed = find(who);
    if (outcome_ != Outcome::working)
        return outcome_;
    return followed && !followed->owner.empty() ? Outcome::working : Outcome::absent;
}

std::string SystemBus::detail_for(const Follower& who) const {
    if (outcome_ == Outcome::working && outcome_for(who) == Outcome::absent)
        return "nobody has the name " + who.service().name + " on the system bus";
    return detail_;
}

} // namespace offline::sources
