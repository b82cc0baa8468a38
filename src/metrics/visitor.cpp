#include "metrics/visitor.h"

#include <chrono>
#include <cstddef>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace offline::metrics {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t longest_request = std::size_t{8} * 1024;
constexpr auto time_to_ask =
    std::chrono::seconds(75); // Prometheus asks once a minute, where nobody said otherwise
constexpr auto time_to_take = std::chrono::seconds(10);

template <class Response>
void complete(Response& response, const Request& request, bool stays) {
    response.version(request.version());
    response.keep_alive(stays);
    response.set(http::field::cache_control, "no-store");
}

bool is_bad_request(const error_code& error) {
    return error.category() == http::make_error_code(http::error::bad_method).category() &&
           error != http::error::end_of_stream && error != http::error::partial_message;
}

} // namespace

Visitor::Visitor(Socket socket, std::shared_ptr<Pages> pages, bool checks_host)
    : stream_(std::move(socket)),
      pages_(std::move(pages)),
      checks_host_(checks_host),
      idle_since_(std::chrono::steady_clock::now()) {}

asio::awaitable<void> Visitor::serve() {
    boost::beast::flat_buffer unread(longest_request);
    bool stays = true;
    while (stays) {
        http::request_parser<http::empty_body> parser;
        parser.header_limit(longest_request);
        stream_.expires_after(time_to_ask);
        error_code error;
        co_await http::async_read_header(stream_, unread, parser,
                                         asio::redirect_error(asio::use_awaitable, error));
        if (error && !is_bad_request(error))
            co_return;
        const Request& request = parser.get();
        const auto answer = error ? answer_to_garbage() : answer_to(request, checks_host_);
        // What follows a request with a body would be read as the next one.
        stays = !error && request.keep_alive() && parser.is_done();
        if (answer.status == http::status::ok)
            stays = co_await give_page(request, stays);
        else
            stays = co_await give(answer, request, stays);
    }
    error_code gone;
    stream_.socket().shutdown(Socket::shutdown_send, gone);
}

asio::awaitable<bool> Visitor::give_page(const Request& request, bool stays) {
    const auto page = co_await pages_->page();
    if (!page) {
        const Answer busy{http::status::service_unavailable, "the daemon is busy; try again\n"};
        co_return co_await give(busy, request, false);
    }
    const bool whole = request.method() != http::verb::head;
    const std::size_t length = whole ? page->size() : 0;
    http::response<http::span_body<const char>> response;
    response.body() = {page->data(), length};
    response.result(http::status::ok);
    response.set(http::field::content_type, "text/plain; version=0.0.4; charset=utf-8");
    response.content_length(page->size());
    complete(response, request, stays);
    co_return co_await send(response);
}

asio::awaitable<bool> Visitor::give(const Answer& answer, const Request& request, bool stays) {
    http::response<http::string_body> response;
    response.result(answer.status);
    response.set(http::field::content_type, "text/plain; charset=utf-8");
    if (answer.status == http::status::method_not_allowed)
        response.set(http::field::allow, "GET, HEAD");
    response.content_length(answer.text.size());
    if (request.method() != http::verb::head)
        response.body() = answer.text;
    complete(response, request, stays);
    co_return co_await send(response);
}

// Whether there may be another request.
template <class Response>
asio::awaitable<bool> Visitor::send(Response& response) {
    stream_.expires_after(time_to_take);
    const bool stays = response.keep_alive();
    error_code error;
    co_await http::async_write(stream_, response, asio::redirect_error(asio::use_awaitable, error));
    idle_since_ = std::chrono::steady_clock::now();
    co_return stays && !error;
}

void Visitor::stop() { stream_.close(); }

} // namespace offline::metrics
