#include "probes/visit.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "probes/farewell.h"
#include "probes/imap.h"
#include "probes/pop3.h"
#include "probes/portal.h"
#include "probes/smtp.h"
#include "probes/timing.h"
#include "probes/words.h"

namespace offline::probes {
namespace {

using namespace std::chrono_literals;
using model::Encryption;
using model::Scheme;
using model::StepKind;

constexpr auto longest_suspicion = 2s;
constexpr auto longest_pause = 1s;

bool speaks(Scheme scheme) {
    return scheme != Scheme::tcp && scheme != Scheme::tls && scheme != Scheme::ldap &&
           scheme != Scheme::ldaps;
}

bool is_encrypted(Scheme scheme) { return model::row(scheme).encryption == Encryption::from_the_start; }

// Whether encryption is asked for where the server offers it.
bool wants_upgrade(Scheme scheme) {
    return model::row(scheme).encryption == Encryption::if_offered && Tls::is_available();
}

// What is left out where connections cannot be encrypted.
std::string unchecked(Scheme scheme) {
    const bool may_encrypt = model::row(scheme).encryption != Encryption::never;
    return may_encrypt && !Tls::is_available() ? "; its certificate was not checked" : "";
}

// `, certificate until 2027-01-31`
std::string end_of(std::optional<std::chrono::sys_seconds> until) {
    if (!until)
        return "";
    const std::chrono::year_month_day last(std::chrono::floor<std::chrono::days>(*until));
    const auto two_digits = [](unsigned number) {
        return (number < 10 ? "-0" : "-") + std::to_string(number);
    };
    return ", certificate until " + std::to_string(static_cast<int>(last.year())) +
           two_digits(static_cast<unsigned>(last.month())) + two_digits(static_cast<unsigned>(last.day()));
}

bool a_portal_looks_so(Reason reason) {
    return reason == Reason::tls_certificate || reason == Reason::protocol ||
           reason == Reason::connect_timeout || reason == Reason::refused;
}

} // namespace

Visit::Visit(Bench& bench, Question question)
    : bench_(bench),
      question_(std::move(question)),
      deadline_(std::chrono::steady_clock::now() + question_.timeout) {}

asio::awaitable<model::Look> Visit::make() {
    const bool in_time = co_await within(question_.timeout, take_steps());
    if (!in_time && !diary_.decided())
        diary_.badly(out_of_time());
    co_await leave();
    co_await suspect_portal();
    co_return diary_.close();
}

asio::awaitable<void> Visit::take_steps() {
    try {
        if (question_.endpoint.scheme == Scheme::route) {
            find_route();
            co_return;
        }
        co_await resolve();
        find_ways();
        const bool in_time = co_await within(time_to_converse(), converse());
        if (!in_time && !diary_.decided())
            diary_.badly(out_of_time());
    } catch (const Failed& failed) {
        diary_.badly(failed);
    } catch (const boost::system::system_error& broken) {
        if (broken.code() == asio::error::operation_aborted)
            throw;
        // No descriptors left, for one: this process is in trouble, not the server.
        diary_.badly({Reason::unknown, broken.what()});
    }
}

asio::awaitable<void> Visit::resolve() {
    if (const auto literal = question_.endpoint.literal()) {
        candidates_ = {*literal};
        diary_.look().resolved = candidates_;
        co_return;
    }
    diary_.begin(StepKind::resolve);
    resolution_.emplace(bench_.executor, question_.endpoint.host, question_.timeout, question_.led_anew,
                        bench_.system, question_.known);
    bool found = true;
    try {
        co_await resolution_->run();
    } catch (const Failed&) {
        found = false;
    }
    if (!found)
        throw resolution_->failure(bench_.ways);
    candidates_ = resolution_->addresses();
    if (resolution_->from_memory()) {
        diary_.in_vain(resolution_->detail() + "; addresses known from before are tried");
        co_return;
    }
    diary_.look().resolved = candidates_;
    std::string list;
    for (const auto& each : candidates_)
        list += (list.empty() ? "" : ", ") + each.to_string();
    diary_.done(list);
}

void Visit::find_ways() {
    diary_.begin(StepKind::route);
    const auto words = without_closed_ways(candidates_);
    if (candidates_.empty())
        throw Failed{Reason::no_route, words};
    diary_.done(words);
}

void Visit::find_route() {
    diary_.begin(StepKind::route);
    const auto literal = question_.endpoint.literal();
    const auto way = literal ? bench_.ways.to(*literal, nullptr) : bench_.ways.to_the_internet(nullptr);
    diary_.look().address = literal;
    if (literal)
        diary_.look().resolved = {*literal};
    if (!way.known)
        throw Failed{Reason::unknown, way.detail};
    if (!way.open)
        throw Failed{Reason::no_route, way.detail};
    diary_.done(way.detail);
    diary_.well(way.detail);
}

asio::awaitable<void> Visit::converse() {
    co_await connect();
    if (is_encrypted(question_.endpoint.scheme) && !diary_.decided())
        co_await encrypt();
    co_await greet();
}

asio::awaitable<void> Visit::connect() {
    diary_.begin(StepKind::connect);
    race_.emplace(question_.endpoint.port, question_.led_anew);
    bool connected = true;
    try {
        co_await staggered(race_->run(candidates_), Race::stagger, join_latecomers());
    } catch (const Failed&) {
        connected = false;
    }
    if (connected)
        connection_ = std::make_unique<Connection>(race_->take());
    diary_.look().address = connected ? connection_->remote_address() : race_->furthest();
    if (!connected)
        throw race_->failure();
    diary_.done(diary_.look().address->to_string() + " port " + std::to_string(question_.endpoint.port));
    if (question_.endpoint.scheme == Scheme::tcp || question_.endpoint.scheme == Scheme::ldap)
        diary_.well("the server accepts connections");
    else if (is_encrypted(question_.endpoint.scheme) && !Tls::is_available())
        diary_.well("the server accepts connections" + unchecked(question_.endpoint.scheme));
}

// The family whose addresses came first may be the dead one.
asio::awaitable<void> Visit::join_latecomers() {
    std::vector<model::Address> late;
    if (resolution_)
        late =
            co_await resolution_->latecomers(std::min<std::chrono::nanoseconds>(longest_pause, left() / 4));
    auto& resolved = diary_.look().resolved;
    resolved.insert(resolved.end(), late.begin(), late.end());
    const auto words = without_closed_ways(late);
    if (late.empty())
        throw Failed{Reason::no_route, words};
    candidates_.insert(candidates_.end(), late.begin(), late.end());
    co_await race_->run(std::move(late));
}

asio::awaitable<void> Visit::encrypt() {
    diary_.begin(StepKind::tls);
    co_await connection_->encrypt(bench_.trust, question_.endpoint.host);
    diary_.done(connection_->encryption() + end_of(connection_->certificate_until()));
    if (!speaks(question_.endpoint.scheme))
        diary_.well("the server's certificate is good (" + connection_->encryption() + ")");
}

asio::awaitable<void> Visit::greet() {
    if (diary_.decided())
        co_return;
    diary_.begin(StepKind::greeting);
    Greeting greeting;
    try {
        greeting = co_await hear_greeting();
    } catch (const Failed& failed) {
        throw hears_another_protocol() ? Failed{Reason::protocol, failed.detail} : failed;
    }
    diary_.done(greeting.words);
    if (greeting.start_tls)
        co_await encrypt();
    diary_.well("the server answers: " + greeting.words + unchecked(question_.endpoint.scheme));
}

asio::awaitable<Greeting> Visit::hear_greeting() {
    const auto scheme = question_.endpoint.scheme;
    const bool upgrade = wants_upgrade(scheme);
    switch (scheme) {
    case Scheme::imap:
    case Scheme::imaps:
        return imap::greet(*connection_, upgrade);
    case Scheme::pop3:
    case Scheme::pop3s:
        return pop3::greet(*connection_, upgrade);
    case Scheme::http:
    case Scheme::https:
        return hear_web_server();
    default:
        return smtp::greet(*connection_, upgrade);
    }
}

asio::awaitable<Greeting> Visit::hear_web_server() {
    const auto& endpoint = question_.endpoint;
    const auto host = http::host_field(endpoint.host, endpoint.port, model::row(endpoint.scheme).port);
    const auto answer = co_await http::look_at(*connection_, host, endpoint.target);
    if (!connection_->encrypted() && !is_proved({*diary_.look().address}))
        if (const auto sign = sign_of_portal_at_site(answer, endpoint.host); !sign.empty())
            throw Failed{Reason::captive_portal, sign};
    if (answer.status >= 500 && !answer.head_rejected)
        throw Failed{Reason::service_refused, "the server says: " + answer.status_line};
    co_return Greeting{.words = answer.status_line};
}

asio::awaitable<void> Visit::leave() {
    if (connection_)
        diary_.look().certificate_until = connection_->certificate_until();
    const auto reason = diary_.look().reason;
    const bool understood =
        connection_ && (connection_->encrypted() || !is_encrypted(question_.endpoint.scheme));
    if (understood && (reason == Reason::ok || reason == Reason::service_refused)) {
        auto farewell = take_leave(std::move(connection_), question_.endpoint.scheme, question_.place);
        if (!question_.until_left)
            asio::co_spawn(bench_.executor, std::move(farewell), asio::detached);
        else if (left() > 0ns)
            co_await within(left(), std::move(farewell));
    }
    connection_.reset();
}

asio::awaitable<void> Visit::suspect_portal() {
    const auto& host = question_.endpoint.host;
    const auto reason = diary_.look().reason;
    if (left() <= 0ns || !a_portal_looks_so(reason) || is_proved(candidates_))
        co_return;
    std::optional<http::Answer> answer;
    const auto ask = [&]() -> asio::awaitable<void> { answer = co_await ask_web_server(candidates_, host); };
    co_await within(left(), ask());
    if (!answer)
        co_return;
    // A server that is down for a moment may have a web site beside it.
    const auto sign =
        reason == Reason::refused ? sign_of_portal_at_site(*answer, host) : sign_of_portal(*answer, host);
    if (!sign.empty())
        diary_.think_again({Reason::captive_portal, sign});
}

std::chrono::nanoseconds Visit::left() const { return deadline_ - std::chrono::steady_clock::now(); }

// Where a portal may have to be asked for, the question is part of the look, and so of its time.
std::chrono::nanoseconds Visit::time_to_converse() const {
    if (is_proved(candidates_))
        return left();
    const auto kept_for_it = std::min<std::chrono::nanoseconds>(longest_suspicion, question_.timeout / 4);
    return std::max(left() - kept_for_it, left() / 2);
}

Failed Visit::out_of_time() {
    switch (diary_.under_way().value_or(StepKind::resolve)) {
    case StepKind::connect:
        diary_.look().address = race_->furthest();
        return race_->failure();
    case StepKind::tls:
        diary_.look().bytes_arriving = still_hears();
        return {Reason::tls_timeout, "the server falls silent in the TLS handshake"};
    case StepKind::greeting:
        diary_.look().bytes_arriving = still_hears();
        if (diary_.look().bytes_arriving || hears_another_protocol())
            return {Reason::protocol, "the server talks, but has not finished in time"};
        if (!connection_->is_fresh() || !connection_->unread().empty())
            return {Reason::no_greeting, "the server begins to answer and then is silent"};
        return {Reason::no_greeting, "the server accepts the connection and then is silent"};
    default:
        return resolution_ ? resolution_->failure(bench_.ways)
                           : Failed{Reason::unknown, "there was no time for a single step"};
    }
}

// The beginning of a first line that no server of this protocol would begin with.
bool Visit::hears_another_protocol() const {
    const std::string_view heard = connection_->unread();
    if (heard.empty() || !connection_->is_fresh())
        return false;
    switch (question_.endpoint.scheme) {
    case Scheme::imap:
    case Scheme::imaps:
        return !imap::may_begin(heard);
    case Scheme::pop3:
    case Scheme::pop3s:
        return !pop3::may_begin(heard);
    default:
        return !smtp::may_begin(heard);
    }
}

// A greeting long ago is no sign of life, however short the look.
bool Visit::still_hears() const {
    const auto lately = std::min<std::chrono::nanoseconds>(longest_pause, question_.timeout / 4);
    return connection_->heard_within(std::chrono::duration_cast<std::chrono::milliseconds>(lately));
}

// Takes out the addresses that the kernel has no way to; what it says of those that are left, or of those
// that were there.
std::string Visit::without_closed_ways(std::vector<model::Address>& addresses) const {
    std::string closed;
    std::string open;
    std::erase_if(addresses, [&](const model::Address& address) {
        const auto way = bench_.ways.to({address, question_.endpoint.port}, nullptr);
        auto& first = way.open ? open : closed;
        if (first.empty())
            first = way.detail;
        return !way.open;
    });
    return addresses.empty() ? closed : open;
}

bool Visit::is_proved(const std::vector<model::Address>& addresses) const {
    return std::ranges::any_of(addresses, [&](const model::Address& address) {
        return std::ranges::find(question_.proved, address) != question_.proved.end();
    });
}

} // namespace offline::probes
