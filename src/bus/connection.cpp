#include "bus/connection.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

namespace offline::bus {
namespace {

using namespace std::chrono_literals;
using base::Code;
using sources::BusMessage;
using Clock = std::chrono::steady_clock;

constexpr auto patience_with_the_bus = 10s;

// Our own errors by their names; of the bus's, those which say that there is no daemon.
Code code_of(std::string_view error) {
    const auto table = base::error_table();
    const auto own = std::ranges::find(table, error, &base::ErrorRow::dbus_name);
    if (own != table.end())
        return own->code;
    if (error.starts_with("org.freedesktop.systemd1."))
        return Code::no_daemon; // it was asked to start one
    constexpr std::string_view of_the_bus = "org.freedesktop.DBus.Error.";
    if (!error.starts_with(of_the_bus))
        return Code::unexpected;
    error.remove_prefix(of_the_bus.size());
    constexpr std::array nobody{"ServiceUnknown", "NameHasNoOwner", "NoReply",
                                "UnknownObject",  "UnknownMethod",  "UnknownInterface",
                                "TimedOut",       "Timeout",        "Disconnected"};
    return error.starts_with("Spawn.") || std::ranges::count(nobody, error) > 0 ? Code::no_daemon
                                                                                : Code::unexpected;
}

base::Failure failure_of(const BusMessage& error) {
    auto reader = error.read();
    const auto text = error.signature.starts_with('s') ? reader.text() : std::string_view();
    return base::failure(code_of(error.error), std::string(text.empty() ? error.error : text));
}

} // namespace

sources::BusCall call_of_the_bus(std::string method, std::vector<sources::BusValue> arguments) {
    constexpr auto name = "org.freedesktop.DBus";
    return {name, "/org/freedesktop/DBus", name, std::move(method), std::move(arguments)};
}

base::Result<std::shared_ptr<Connection>> Connection::open(const boost::asio::any_io_executor& executor,
                                                           Hearer hearer) {
    const auto address = sources::BusAddress::of_the_session();
    if (!address)
        return base::failure(Code::no_daemon, "there is no session bus: DBUS_SESSION_BUS_ADDRESS names none");
    auto [socket, error] = sources::BusSocket::open(executor, *address);
    if (!socket)
        return base::failure(Code::no_daemon, "the session bus cannot be reached at " + address->name + ": " +
                                                  std::strerror(error));
    auto opened = std::make_shared<Connection>(executor, std::move(socket), std::move(hearer));
    opened->start();
    return opened;
}

Connection::Connection(const boost::asio::any_io_executor& executor,
                       std::shared_ptr<sources::BusSocket> socket, Hearer hearer)
    : socket_(std::move(socket)), hearer_(std::move(hearer)), alarm_(executor) {}

void Connection::start() {
    socket_->start({.message =
                        [weak = weak_from_this()](const BusMessage& message, sources::BusSocket::Files) {
                            if (const auto self = weak.lock())
                                self->hear(message);
                        },
                    .lost =
                        [weak = weak_from_this()](const std::string& why) {
                            if (const auto self = weak.lock())
                                self->lose(why);
                        }});
    call(call_of_the_bus("Hello", {}), patience_with_the_bus,
         [weak = weak_from_this()](const Answer& answer) {
             if (const auto self = weak.lock(); self && !answer)
                 self->lose(answer.error().what);
         });
}

void Connection::call(sources::BusCall call, std::chrono::nanoseconds limit, Answered answered) {
    if (lost_)
        return answered(base::failure(Code::no_daemon, "the session bus is gone"));
    const auto serial = ++last_serial_;
    calls_.emplace(serial, Call{std::move(answered), Clock::now() + limit});
    socket_->send(sources::message_of(call, serial));
    watch_limits();
}

void Connection::send(sources::BusCall call) {
    call.wants_answer = false;
    if (!lost_)
        socket_->send(sources::message_of(call, ++last_serial_));
}

void Connection::hear(const BusMessage& message) {
    if (message.kind == BusMessage::Kind::signal)
        return hearer_.signal(message);
    auto call = calls_.extract(message.reply_to);
    if (!call)
        return;
    watch_limits();
    if (message.kind == BusMessage::Kind::reply)
        call.mapped().answered(&message);
    else
        call.mapped().answered(failure_of(message));
}

void Connection::lose(const std::string& why) {
    if (std::exchange(lost_, true))
        return;
    const auto alive = shared_from_this();
    socket_->close();
    fail_calls(base::failure(Code::no_daemon, "the session bus is gone: " + why));
    hearer_.lost(why);
}

void Connection::fail_calls(const base::Failure& why) {
    const auto alive = shared_from_this();
    alarm_.off();
    for (const auto& [serial, call] : std::exchange(calls_, {}))
        call.answered(why);
    if (!lost_)
        watch_limits();
}

void Connection::watch_limits() {
    if (calls_.empty())
        return alarm_.off();
    const auto first =
        std::ranges::min_element(calls_, {}, [](const auto& each) { return each.second.limit; });
    alarm_.set(first->second.limit - Clock::now(), [this] { give_up_calls(); });
}

void Connection::give_up_calls() {
    const auto alive = shared_from_this();
    const auto now = Clock::now();
    std::vector<Answered> late;
    std::erase_if(calls_, [&](auto& each) {
        const bool is_late = each.second.limit <= now;
        if (is_late)
            late.push_back(std::move(each.second.answered));
        return is_late;
    });
    for (const auto& answered : late)
        answered(base::failure(Code::no_daemon, "the daemon does not answer; look at its log"));
    if (!lost_)
        watch_limits();
}

} // namespace offline::bus
