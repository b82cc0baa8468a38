#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "servers/temp_folder.h"

namespace offline::clients {

/// The user that the library meets in a test program: profiles of its own, and a log to be read. Made by
/// main(), before the first call into the library.
class Home {
public:
    Home();
    ~Home();
    Home(const Home&) = delete;
    Home& operator=(const Home&) = delete;

    /// Writes the file of a profile.
    static void profile(const std::string& file_name, std::string_view toml);

    /// What the library has logged so far, without so many bytes at its beginning.
    static std::string log(std::size_t but_the_first = 0);
    static std::size_t size_of_log();

    /// What it has logged since this was made.
    class LogSince {
    public:
        LogSince() : before_(size_of_log()) {}

        std::string lines() const { return log(before_); }

    private:
        std::size_t before_;
    };

private:
    servers::TempFolder folder_;
};

} // namespace offline::clients
