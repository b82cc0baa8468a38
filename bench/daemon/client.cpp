// One mail program of many: opens a profile through the daemon, registers, makes objects of stores under it,
// and notes when it is told. Usage: bench_daemon_client FILE INDEX REGISTRATIONS OBJECTS
#include <chrono>
#include <cstdlib>
#include <deque>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "offline_object.h"
#include "slot.h"
#include "subscriber.h"

namespace {

using namespace offline::bench;

std::int64_t now() {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Noting final : Subscriber {
    Slot* slot{};

    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* told) override {
        if (told->NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START) {
            std::int64_t none = 0;
            slot->first_start_ns.compare_exchange_strong(none, now());
        } else if (told->NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE) {
            slot->last_done_ns = now();
            ++slot->dones;
        }
    }
};

void make_a_store() {
    MAPIOFFLINE_CREATEINFO wanted{};
    wanted.ulSize = sizeof wanted;
    wanted.pwszProfileName = L"Bench";
    wanted.ulCapabilities = MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE;
    IMAPIOfflineMgr* store = nullptr; // held until the end
    if (HrCreateOfflineObj(0, &wanted, &store) != S_OK)
        std::abort();
}

} // namespace

int main(int count, char** words) {
    if (count != 5)
        return 2;
    const int file = open(words[1], O_RDWR | O_CLOEXEC);
    const auto index = std::strtoul(words[2], nullptr, 10);
    auto* const slots =
        mmap(nullptr, (index + 1) * sizeof(Slot), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (slots == MAP_FAILED)
        return 1;
    auto* const slot = static_cast<Slot*>(slots) + index;
    OfflineObject profile(L"Bench");
    std::deque<Noting> subscribers(std::strtoul(words[3], nullptr, 10));
    for (auto& each : subscribers) {
        each.slot = slot;
        profile.advise(each);
    }
    for (auto objects = std::strtoul(words[4], nullptr, 10); objects > 0; --objects)
        make_a_store();
    slot->is_ready = 1;
    for (;;)
        pause(); // whoever started it ends it
}
