#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "base/result.h"

namespace offline::sources {

/// Says when a file came, went, was written or was replaced, wherever its links lead; a folder that is not
/// there yet may come too. It carries no truth: whoever hears looks at the file.
///
/// One inotify instance for all files, since a user has few of them, and no timer. Threads: all calls and
/// callbacks belong to the executor's one thread.
class FileNews {
public:
    /// Fails where the system gives this user no more inotify instances.
    static base::Result<std::unique_ptr<FileNews>> open(const boost::asio::any_io_executor& executor);

    /// No callback comes any more.
    ~FileNews();
    FileNews(const FileNews&) = delete;
    FileNews& operator=(const FileNews&) = delete;

    /// `path` is absolute.
    void follow(std::string path, std::function<void()> listener);
    /// The same of everything in a folder, which may come later.
    void follow_all_in(std::string folder, std::function<void()> listener);

private:
    class Watch;
    explicit FileNews(std::shared_ptr<Watch> watch);

    std::shared_ptr<Watch> watch_;
};

} // namespace offline::sources
