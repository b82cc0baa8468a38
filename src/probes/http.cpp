#include "probes/http.h"

#include <algorithm>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/system/system_error.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "probes/greeting.h"
#include "probes/words.h"

namespace offline::probes::http {
namespace {

namespace beast = boost::beast;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

constexpr std::uint32_t longest_head = 32 * 1024;
constexpr int most_interim_answers = 8;

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

void judge(const Connection& server, const error_code& error) {
    if (!error)
        return;
    if (error == asio::error::operation_aborted)
        throw boost::system::system_error(error);
    if (error == beast::http::error::end_of_stream || error == beast::http::error::partial_message)
        throw server.failure(asio::error::eof);
    if (error.category() == beast::http::make_error_code(beast::http::error::bad_version).category())
        throw Failed{Reason::protocol, "this is not HTTP: " + error.message()};
    throw server.failure(error);
}

asio::awaitable<Answer> read_answer(Connection& server, beast::flat_buffer& buffer) {
    for (int interim = 0; interim < most_interim_answers; ++interim) {
        beast::http::response_parser<beast::http::empty_body> parser;
        parser.header_limit(longest_head);
        parser.skip(true);
        error_code error;
        co_await beast::http::async_read_header(server, buffer, parser, redirect_error(use_awaitable, error));
        judge(server, error);
        const auto& head = parser.get();
        const auto status = head.result_int();
        if (status / 100 == 1)
            continue;
        co_return Answer{.status = status,
                         .status_line = std::to_string(status) + " " + printable(head.reason()),
                         .location = status / 100 == 3 ? std::string(head["Location"]) : "",
                         .stays_open = head.keep_alive()};
    }
    throw Failed{Reason::protocol, "the server gives interim answers without an end"};
}

constexpr unsigned method_unknown = 501;

} // namespace

std::string host_field(const std::string& host, std::uint16_t port, std::uint16_t usual_port) {
    // A zone has a meaning on this machine alone.
    const std::string name =
        host.find(':') == std::string::npos ? host : "[" + host.substr(0, host.find('%')) + "]";
    return port == usual_port ? name : name + ":" + std::to_string(port);
}

asio::awaitable<Answer> ask(Connection& server, std::string method, std::string host, std::string target) {
    beast::http::request<beast::http::empty_body> request;
    request.method_string(method);
    request.target(target);
    request.set(beast::http::field::host, host);
    request.set(beast::http::field::user_agent, "offlined");
    error_code error;
    co_await beast::http::async_write(server, request, redirect_error(use_awaitable, error));
    judge(server, error);
    beast::flat_buffer buffer(longest_head);
    co_return co_await read_answer(server, buffer);
}

asio::awaitable<Answer> look_at(Connection& server, std::string host, std::string target) {
    auto answer = co_await ask(server, "HEAD", host, target);
    if (answer.status != method_unknown)
        co_return answer;
    answer.head_rejected = true;
    if (!answer.stays_open)
        co_return answer;
    try {
        co_return co_await ask(server, "GET", host, target);
    } catch (const Failed&) {
        // A body that HEAD must not have stands in the way.
    }
    co_return answer;
}

std::string host_of_redirect(const std::string& location, const std::string& host) {
    // Portals put into the path whatever they were asked for, fit for a URL or not.
    const auto slashes = location.find("//");
    const auto path = slashes == std::string::npos ? slashes : location.find_first_of("/?#\\", slashes + 2);
    const auto authority = std::string_view(location).substr(0, path);
    const auto parsed = boost::urls::parse_uri_reference(authority);
    if (!parsed || !parsed->has_authority() || parsed->host().empty())
        return {};
    const auto& there = *parsed;
    auto name = lower_case(there.host_type() == boost::urls::host_type::ipv6
                               ? std::string(there.host_ipv6_address().to_string())
                               : std::string(there.host()));
    return name == lower_case(host) ? std::string() : name;
}

} // namespace offline::probes::http
