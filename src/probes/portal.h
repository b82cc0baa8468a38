#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "model/address.h"
#include "probes/http.h"

namespace offline::probes {

/// What shows that a captive portal has given this answer over plain HTTP in the name of `host`: a redirect
/// to another host, or status 511. Empty where nothing does.
std::string sign_of_portal(const http::Answer& answer, const std::string& host);

/// The same for a look at a web site, which may send its visitors to a host above or below its own.
std::string sign_of_portal_at_site(const http::Answer& answer, const std::string& host);

/// Asks port 80 of the host, once, at these addresses, and puts the sign of a portal into `sign`. No answer
/// is no sign.
asio::awaitable<void> ask_for_portal(std::vector<model::Address> addresses, std::string host,
                                     std::string& sign);

} // namespace offline::probes
