#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "model/address.h"

namespace offline::probes {

namespace asio = boost::asio;

/// Asks getaddrinfo(), so that NSS modules, mDNS and /etc/hosts have their say.
///
/// getaddrinfo() cannot be interrupted. One worker thread, which exists only while there are questions, asks
/// for all; a question whose asker was cancelled is dropped. A worker that has been stuck in one call for
/// 10 s is given up and replaced, three times at most: then there are no answers until one comes back.
/// The worker blocks every signal and is never waited for, neither here nor at exit.
class SystemResolver {
public:
    struct Answer {
        std::vector<model::Address> addresses;
        bool not_found{}; ///< "there is no such name", said for certain
        bool in_want{};   ///< it could not even ask, for want of a descriptor or memory
        std::string detail;
    };

    explicit SystemResolver(asio::any_io_executor executor);

    asio::awaitable<Answer> ask(std::string name);

private:
    class Desk;

    asio::any_io_executor executor_;
    std::shared_ptr<Desk> desk_;
};

} // namespace offline::probes
