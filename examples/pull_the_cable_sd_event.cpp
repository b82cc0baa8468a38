// Watches a mail profile in a program whose loop is systemd's sd-event: everything is printed on the thread
// of the loop. Start it and pull the cable. Press Enter to end.
//
//     pull_the_cable_sd_event Work
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <offline/inbox.h>
#include <offline/session.h>
#include <string>

#include <sys/epoll.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "print.h"

namespace {

int hear(sd_event_source*, int, std::uint32_t, void* inbox) {
    while (const auto told = static_cast<offline::Inbox*>(inbox)->take())
        print(*told);
    return 0;
}

int quit(sd_event_source* source, int, std::uint32_t, void*) {
    return sd_event_exit(sd_event_source_get_event(source), EXIT_SUCCESS);
}

int run(offline::Inbox& inbox) {
    sd_event* made = nullptr;
    if (const int failed = sd_event_new(&made); failed < 0)
        return failed;
    const std::unique_ptr<sd_event, decltype(&sd_event_unref)> loop(made, sd_event_unref);
    if (const int failed = sd_event_add_io(made, nullptr, inbox.descriptor(), EPOLLIN, hear, &inbox);
        failed < 0)
        return failed;
    if (const int failed = sd_event_add_io(made, nullptr, STDIN_FILENO, EPOLLIN, quit, nullptr); failed < 0)
        return failed;
    return sd_event_loop(made);
} // Here the loop ends: before the inbox, and its descriptor with it.

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " PROFILE\n";
        return 2;
    }

    std::string why;
    const auto session = offline::Session::open(argv[1], &why);
    if (!session) {
        std::cerr << argv[1] << ": " << why << '\n';
        return EXIT_FAILURE;
    }

    offline::Inbox inbox(*session);
    const int ended = run(inbox);
    if (ended < 0)
        std::cerr << "sd-event: " << std::strerror(-ended) << '\n';
    return ended < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
