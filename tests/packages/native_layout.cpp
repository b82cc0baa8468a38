// What programs that were built before count on in the native C++ API: sizes, places and values. Whoever
// changes one breaks them, and gives the symbols' node in src/com/mapioffline.map the name of the next
// version.
#include <cstddef>

#include <offline/reason.h>
#include <offline/session.h>
#include <offline/subscription.h>

namespace {

using namespace offline;

static_assert(sizeof(void*) != 8 || sizeof(Session) == 16);
static_assert(sizeof(void*) != 8 || sizeof(Subscription) == 8);

static_assert(sizeof(void*) != 8 || sizeof(Status) == 88);
static_assert(offsetof(Status, profile) == 0);
static_assert(sizeof(void*) != 8 || offsetof(Status, state) == 32);
static_assert(sizeof(void*) != 8 || offsetof(Status, reason) == 33);
static_assert(sizeof(void*) != 8 || offsetof(Status, detail) == 40);
static_assert(sizeof(void*) != 8 || offsetof(Status, since) == 72);

static_assert(sizeof(void*) != 8 || sizeof(Notification) == 48);
static_assert(offsetof(Notification, kind) == 0);
static_assert(offsetof(Notification, old_state) == 1);
static_assert(offsetof(Notification, new_state) == 2);
static_assert(offsetof(Notification, reason) == 3);
static_assert(sizeof(void*) != 8 || offsetof(Notification, detail) == 8);
static_assert(sizeof(void*) != 8 || offsetof(Notification, at) == 40);

static_assert(sizeof(State) == 1 && sizeof(Reason) == 1 && sizeof(Met) == 1 &&
              sizeof(Notification::Kind) == 1);
static_assert(static_cast<int>(State::offline) == 1 && static_cast<int>(State::online) == 2);
static_assert(static_cast<int>(Met::ok) == 0 && static_cast<int>(Met::failed) == 1);
static_assert(static_cast<int>(Notification::Kind::snapshot) == 0);
static_assert(static_cast<int>(Notification::Kind::start) == 1);
static_assert(static_cast<int>(Notification::Kind::statechange) == 2);
static_assert(static_cast<int>(Notification::Kind::done) == 3);
static_assert(static_cast<int>(Notification::Kind::reason) == 4);

constexpr bool reasons_keep_their_order() {
    constexpr Reason order[] = {
        Reason::ok,
        Reason::unknown,
        Reason::user,
        Reason::parent,
        Reason::settling,
        Reason::suspended,
        Reason::no_route,
        Reason::dns_failed,
        Reason::dns_not_found,
        Reason::unreachable,
        Reason::refused,
        Reason::connect_timeout,
        Reason::tls_failed,
        Reason::tls_certificate,
        Reason::tls_timeout,
        Reason::no_greeting,
        Reason::protocol,
        Reason::service_refused,
        Reason::captive_portal,
    };
    int value = 0;
    for (const auto reason : order)
        if (static_cast<int>(reason) != value++)
            return false;
    return true;
}

static_assert(reasons_keep_their_order());

} // namespace
