// Watches a mail profile in a program of Qt 6: everything is printed on the thread of its event loop. Start
// it and pull the cable. Press Enter to end.
//
//     pull_the_cable_qt Work
#include <cstdlib>
#include <iostream>
#include <offline/inbox.h>
#include <offline/session.h>
#include <string>

#include <QCoreApplication>
#include <QSocketNotifier>
#include <unistd.h>

#include "print.h"

int main(int argc, char** argv) {
    const QCoreApplication program(argc, argv);
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
    const QSocketNotifier news(inbox.descriptor(), QSocketNotifier::Read);
    QObject::connect(&news, &QSocketNotifier::activated, [&inbox] {
        while (const auto told = inbox.take())
            print(*told);
    });
    const QSocketNotifier keyboard(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&keyboard, &QSocketNotifier::activated, [] { QCoreApplication::quit(); });
    return QCoreApplication::exec();
} // The notifiers end before the inbox, and its descriptor with it.
