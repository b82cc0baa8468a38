// A program that follows QNetworkInformation's reachability, by the backend named: `subject_qt BACKEND`.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <QCoreApplication>
#include <QNetworkInformation>

#include "truth/tell.h"

namespace {

using Reachability = QNetworkInformation::Reachability;

void tell(Reachability how_far) { offline::bench::tell(how_far == Reachability::Online); }

} // namespace

int main(int count, char** words) {
    const QCoreApplication program(count, words);
    const std::string backend = count == 2 ? words[1] : "";
    offline::bench::introduce(std::string("Qt ") + qVersion() + " " + backend);
    if (!QNetworkInformation::loadBackendByName(QString::fromStdString(backend))) {
        std::fprintf(stderr, "subject_qt: Qt has no backend \"%s\" here\n", backend.c_str());
        return EXIT_FAILURE;
    }
    const auto* network = QNetworkInformation::instance();
    QObject::connect(network, &QNetworkInformation::reachabilityChanged, tell);
    tell(network->reachability());
    return QCoreApplication::exec();
}
