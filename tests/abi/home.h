#pragma once

#include <filesystem>
#include <ios>
#include <string>
#include <vector>

namespace offline::abi {

/// The user that the library meets here: no profiles, and a log that can be read. Made before it is loaded.
class Home {
public:
    Home();
    ~Home();
    Home(const Home&) = delete;
    Home& operator=(const Home&) = delete;

    /// How much the library has logged so far.
    static std::streamoff end_of_log();
    /// What it has logged since then, each line without what the logger puts before it.
    static std::vector<std::string> log_since(std::streamoff end);

private:
    std::filesystem::path folder_;
};

} // namespace offline::abi
