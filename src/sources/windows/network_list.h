#pragma once

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "sources/windows/network_functions.h"

namespace offline::sources {

/// Hears from Windows' Network List Manager that the machine's connectivity is another: it sees more than
/// routing does, such as a gateway that answers again. Where there is no such manager nothing is heard.
///
/// Threads: the callback comes on the executor's one thread. A thread of its own lives in COM's
/// multi-threaded apartment as long as this does; it is told to end and not waited for.
class NetworkList {
public:
    using Listener = std::function<void()>;

    /// Begins to listen. The functions outlive the process' last thread.
    NetworkList(boost::asio::any_io_executor executor, const NetworkFunctions& windows, Listener listener);
    ~NetworkList();
    NetworkList(const NetworkList&) = delete;
    NetworkList& operator=(const NetworkList&) = delete;

private:
    struct Ear;

    std::shared_ptr<Ear> ear_;
};

} // namespace offline::sources
