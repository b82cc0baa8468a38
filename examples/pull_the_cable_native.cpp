// Watches mail servers through the native C++ API, which also says why. Start it and pull the cable: each
// change is printed as it is told, in its three phases. Press Enter to end.
//
//     pull_the_cable_native Work
//     pull_the_cable_native imaps://mail.example.org route:default
#include <cstdlib>
#include <iostream>
#include <offline/session.h>
#include <optional>
#include <string>
#include <vector>

#include "print.h"

namespace {

using offline::Session;

// A word with a colon is a server, and any other a profile.
std::optional<Session> open(const std::vector<std::string>& words, std::string& why) {
    if (words.front().find(':') == std::string::npos)
        return Session::open(words.front(), &why);
    return Session::watch(words, &why);
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: " << argv[0] << " PROFILE | URL...\n";
        return 2;
    }

    std::string why;
    const auto session = open({argv + 1, argv + argc}, why);
    if (!session) {
        std::cerr << argv[1] << ": " << why << '\n';
        return EXIT_FAILURE;
    }

    // First on this thread with what holds now, then on a thread of the library with each change.
    const auto subscription = session->subscribe(print);
    std::cin.get();
} // Here the subscription ends: from now on print() is not running and never will again.
