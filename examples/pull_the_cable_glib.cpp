// Watches a mail profile in a program whose loop is GLib's: everything is printed on the thread of the loop.
// Start it and pull the cable. Press Enter to end.
//
//     pull_the_cable_glib Work
#include <cstdlib>
#include <iostream>
#include <offline/inbox.h>
#include <offline/session.h>
#include <string>

#include <glib-unix.h>
#include <unistd.h>

#include "print.h"

namespace {

gboolean hear(gint, GIOCondition, gpointer inbox) {
    while (const auto told = static_cast<offline::Inbox*>(inbox)->take())
        print(*told);
    return G_SOURCE_CONTINUE;
}

gboolean quit(gint, GIOCondition, gpointer loop) {
    g_main_loop_quit(static_cast<GMainLoop*>(loop));
    return G_SOURCE_REMOVE;
}

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
    GMainLoop* const loop = g_main_loop_new(nullptr, FALSE);
    const guint news = g_unix_fd_add(inbox.descriptor(), G_IO_IN, hear, &inbox);
    g_unix_fd_add(STDIN_FILENO, static_cast<GIOCondition>(G_IO_IN | G_IO_HUP), quit, loop);
    g_main_loop_run(loop);
    g_source_remove(news); // before the inbox ends, and its descriptor with it
    g_main_loop_unref(loop);
}
