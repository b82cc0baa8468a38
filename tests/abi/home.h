#pragma once

#include <filesystem>
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

    /// What the library has logged so far, each line without what the logger puts before it.
    static std::vector<std::string> log();

private:
    std::filesystem::path folder_;
};

} // namespace offline::abi
