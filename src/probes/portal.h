#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "model/address.h"
#include "probes/http.h"

namespace offline::probes {

/// What shows that a captive portal has given this answer over plain HTTP in the name of `host`: a redirect
/// to another host, or status 511. Empty where nothing does.
std::string sign_of_portal(const http::Answer& answer, const std::string& host);

/// The same where a web server may well be at home: it may send its visitors to a host above, below or beside
/// its own.
std::string sign_of_portal_at_site(const http::Answer& answer, const std::string& host);

/// Asks port 80 of the host, once, at these addresses. No answer: nobody is there, or no web server.
asio::awaitable<std::optional<http::Answer>> ask_web_server(std::vector<model::Address> addresses,
                                                            std::string host);

} // namespace offline::probes
