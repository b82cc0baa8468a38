#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "model/source.h"
#include "sources/file_news.h"

namespace offline::sources {

/// Sees that other name servers are asked from now on: /etc/resolv.conf says otherwise, or the file that
/// systemd-resolved keeps of those that it asks itself. A file written anew with the same text is no news.
///
/// Threads: the one of the FileNews, which outlives it.
class NameServers {
public:
    /// `files`: null where files cannot be watched.
    NameServers(FileNews* files, std::function<void()> changed);

    void start();

    model::Source source() const;

private:
    void look();

    FileNews* const files_;
    std::function<void()> changed_;
    std::array<std::optional<std::string>, 2> texts_;
};

} // namespace offline::sources
