#include "metrics/answer.h"

#include <string_view>

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/verb.hpp>

namespace offline::metrics {
namespace {

namespace http = boost::beast::http;

std::string_view without_port(std::string_view host) {
    if (host.starts_with('['))
        return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

bool names_this_machine(std::string_view host) {
    auto name = without_port(host);
    if (name == "localhost")
        return true;
    if (name.starts_with('['))
        name = name.substr(1, name.size() - 2);
    boost::system::error_code no_address;
    const auto address = boost::asio::ip::make_address(name, no_address);
    return !no_address && address.is_loopback();
}

} // namespace

Answer answer_to(const Request& request, bool checks_host) {
    const auto host = request.find(http::field::host);
    if (checks_host && host != request.end() && !names_this_machine(host->value()))
        return {http::status::misdirected_request, "this is for localhost alone\n"};
    const std::string_view target = request.target();
    if (target.substr(0, target.find('?')) != "/metrics")
        return {http::status::not_found, "there is nothing here but /metrics\n"};
    if (request.method() != http::verb::get && request.method() != http::verb::head)
        return {http::status::method_not_allowed, "GET and HEAD are all that there is\n"};
    return {http::status::ok, {}};
}

Answer answer_to_garbage() {
    return {http::status::bad_request, "that is no request that is understood here\n"};
}

} // namespace offline::metrics
