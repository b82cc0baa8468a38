#include "probes/visit.h"

#include <algorithm>
#include <chrono>
#include <string>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

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

constexpr auto longest_farewell = 500ms;
constexpr auto longest_suspicion = 2s;
constexpr auto longest_pause = 1s;

bool speaks(Scheme scheme) {
    return scheme != Scheme::tcp && scheme != Scheme::tls && scheme != Scheme::ldap &&
           scheme != Scheme::ldaps;
}

bool is_web(Scheme scheme) { return scheme == Scheme::http || scheme == Scheme::https; }

bool a_portal_looks_so(Reason reason) {
    return reason == Reason::tls_certificate || reason == Reason::protocol ||
           reason == Reason::connect_timeout || reason == Reason::refused;
}

} // namespace

Visit::Visit(Bench& bench, Question question) : bench_(bench), question_(std::move(question)) {}

asio::awaitable<model::Look> Visit::make() {
    const auto deadline = std::chrono::steady_clock::now() + question_.timeout;
    // Where a portal may have to be asked for, the question is part of the look, and so of its time.
    const auto kept_for_it =
        question_.proved.empty()
            ? std::min<std::chrono::nanoseconds>(longest_suspicion, question_.timeout / 4)
            : std::chrono::nanoseconds::zero();
    if (!co_await within(question_.timeout - kept_for_it, take_steps()) && !diary_.decided())
        diary_.badly(out_of_time());
    const auto left = deadline - std::chrono::steady_clock::now();
    if (connection_ && left > 0ns)
        co_await within(std::min<std::chrono::nanoseconds>(longest_farewell, left), leave());
    connection_.reset();
    co_await suspect_portal(deadline);
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
        co_await connect();
        if (model::row(question_.endpoint.scheme).encryption == Encryption::from_the_start)
            co_await encrypt();
        co_await greet();
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
    resolution_.emplace(bench_.executor, question_.endpoint.host, question_.timeout, bench_.system,
                        question_.known);
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
    std::string closed;
    std::string open;
    std::erase_if(candidates_, [&](const model::Address& address) {
        const auto way = bench_.ways.to(address, nullptr);
        auto& first = way.open ? open : closed;
        if (first.empty())
            first = way.detail;
        return !way.open;
    });
    if (candidates_.empty())
        throw Failed{Reason::no_route, closed};
    diary_.done(open);
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

asio::awaitable<void> Visit::connect() {
    diary_.begin(StepKind::connect);
    race_.emplace(candidates_, question_.endpoint.port);
    bool connected = true;
    try {
        connection_.emplace(co_await race_->run());
    } catch (const Failed&) {
        connected = false;
    }
    diary_.look().address = connected ? connection_->remote_address() : race_->furthest();
    if (!connected)
        throw race_->failure();
    diary_.done(diary_.look().address->to_string() + " port " + std::to_string(question_.endpoint.port));
    if (question_.endpoint.scheme == Scheme::tcp || question_.endpoint.scheme == Scheme::ldap)
        diary_.well("the server accepts connections");
}

asio::awaitable<void> Visit::encrypt() {
    diary_.begin(StepKind::tls);
    co_await connection_->encrypt(bench_.trust, question_.endpoint.host);
    diary_.done(connection_->encryption());
    if (!speaks(question_.endpoint.scheme))
        diary_.well("the server's certificate is good (" + connection_->encryption() + ")");
}

asio::awaitable<void> Visit::greet() {
    if (diary_.decided())
        co_return;
    diary_.begin(StepKind::greeting);
    const auto greeting = co_await hear_greeting();
    diary_.done(greeting.words);
    if (greeting.start_tls)
        co_await encrypt();
    diary_.well("the server answers: " + greeting.words);
}

asio::awaitable<Greeting> Visit::hear_greeting() {
    const auto scheme = question_.endpoint.scheme;
    const bool upgrade = model::row(scheme).encryption == Encryption::if_offered;
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
    const auto scheme = question_.endpoint.scheme;
    const auto reason = diary_.look().reason;
    const bool understood = reason == Reason::ok || reason == Reason::service_refused;
    try {
        if (understood && speaks(scheme) && !is_web(scheme)) {
            if (scheme == Scheme::imap || scheme == Scheme::imaps)
                co_await imap::leave(*connection_);
            else if (scheme == Scheme::pop3 || scheme == Scheme::pop3s)
                co_await pop3::leave(*connection_);
            else
                co_await smtp::leave(*connection_);
        }
        if (understood)
            co_await connection_->close();
    } catch (const Failed&) {
        // Rudeness at the door changes no verdict.
    }
}

asio::awaitable<void> Visit::suspect_portal(std::chrono::steady_clock::time_point deadline) {
    const auto& endpoint = question_.endpoint;
    const std::chrono::nanoseconds left = deadline - std::chrono::steady_clock::now();
    if (left <= 0ns || !a_portal_looks_so(diary_.look().reason) || is_proved(candidates_))
        co_return;
    std::string sign;
    co_await within(std::min<std::chrono::nanoseconds>(longest_suspicion, left),
                    ask_for_portal(candidates_, endpoint.host, sign));
    if (!sign.empty())
        diary_.think_again({Reason::captive_portal, sign});
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
        if (diary_.look().bytes_arriving || connection_->has_unread())
            return {Reason::protocol, "the server talks, but has not finished in time"};
        return {Reason::no_greeting, "the server accepts the connection and then is silent"};
    default:
        return resolution_ ? resolution_->failure(bench_.ways)
                           : Failed{Reason::unknown, "there was no time for a single step"};
    }
}

// A greeting long ago is no sign of life, however short the look.
bool Visit::still_hears() const {
    const auto lately = std::min<std::chrono::nanoseconds>(longest_pause, question_.timeout / 4);
    return connection_->heard_within(std::chrono::duration_cast<std::chrono::milliseconds>(lately));
}

bool Visit::is_proved(const std::vector<model::Address>& addresses) const {
    return std::ranges::any_of(addresses, [&](const model::Address& address) {
        return std::ranges::find(question_.proved, address) != question_.proved.end();
    });
}

} // namespace offline::probes
