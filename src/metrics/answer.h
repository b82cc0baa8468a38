#pragma once

#include <string>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/status.hpp>

namespace offline::metrics {

using Request = boost::beast::http::request<boost::beast::http::empty_body>;

/// What a request is answered with.
struct Answer {
    boost::beast::http::status status{};
    std::string text; ///< a line for a person; of `ok` none: the page is what is asked for
};

/// `checks_host`: a web page of a stranger's, whose name leads to this machine, is refused.
Answer answer_to(const Request& request, bool checks_host);

/// The answer to what is no request.
Answer answer_to_garbage();

} // namespace offline::metrics
