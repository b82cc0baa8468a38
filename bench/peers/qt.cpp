#include <QObject>

#include "peers/loop.h"

namespace offline::bench {
namespace {

class Sender : public QObject {
    Q_OBJECT

Q_SIGNALS:
    void told(const MAPIOFFLINE_NOTIFY* notice);
};

class Counter : public QObject {
    Q_OBJECT

public:
    void notify(const MAPIOFFLINE_NOTIFY*) { ++calls; }

    std::size_t calls = 0;
};

class Qt6 final : public CountingPeer<Counter> {
public:
    std::string_view name() const override { return "Qt 6 direct"; }

    void connect() override {
        for (const auto& counter : counters_)
            connect(*counter);
    }

    Nanoseconds tell() override {
        return time_of_three([&](const MAPIOFFLINE_NOTIFY* notice) { Q_EMIT sender_.told(notice); });
    }

    void come_and_go() override { QObject::disconnect(connect(guest_)); }

private:
    QMetaObject::Connection connect(Counter& counter) {
        return QObject::connect(&sender_, &Sender::told, &counter, &Counter::notify, Qt::DirectConnection);
    }

    Sender sender_;
};

} // namespace

std::unique_ptr<Peer> qt() { return std::make_unique<Qt6>(); }

} // namespace offline::bench

#include "qt.moc"
