#include "abi/c_client.h"

#include <time.h>

#define TEXT_OF(line) #line
#define LINE_TEXT(line) TEXT_OF(line)
#define CHECK(truth)                                                                                         \
    if (!(truth))                                                                                            \
    return "c_client.c:" LINE_TEXT(__LINE__) ": " #truth
#define TEST(suite, name) static const char* name(const struct EntryPoints* library)

// ---- The layout: 64 bits, and 32 bits in brackets there, as the reference's members fall ----

#define AT(type, member, bits64, bits32)                                                                     \
    _Static_assert(offsetof(struct type, member) == (sizeof(void*) == 8 ? (bits64) : (bits32)),              \
                   #type "." #member)
#define SIZE(type, bits64, bits32)                                                                           \
    _Static_assert(sizeof(struct type) == (sizeof(void*) == 8 ? (bits64) : (bits32)), #type)

SIZE(Guid, 16, 16);
SIZE(AdviseInfo, 32, 24);
AT(AdviseInfo, client_token, 4, 4);
AT(AdviseInfo, callback_type, 8, 8);
AT(AdviseInfo, callback, 16, 12);
AT(AdviseInfo, advise_types, 24, 16);
AT(AdviseInfo, state_mask, 28, 20);
SIZE(Notification, 24, 24);
AT(Notification, type, 4, 4);
AT(Notification, client_token, 8, 8);
AT(Notification, change.mask, 12, 12);
AT(Notification, change.state_old, 16, 16);
AT(Notification, change.state_new, 20, 20);
SIZE(AggregateInfo, 24, 12);
AT(AggregateInfo, outer, 8, 4);
AT(AggregateInfo, reference_root, 16, 8);
SIZE(CreateInfo, 72, 40);
AT(CreateInfo, create_flags, 4, 4);
AT(CreateInfo, profile, 8, 8);
AT(CreateInfo, capabilities, 16, 12);
AT(CreateInfo, guid, 24, 16);
AT(CreateInfo, instance, 32, 20);
AT(CreateInfo, parent, 40, 24);
AT(CreateInfo, support, 48, 28);
AT(CreateInfo, aggregate, 56, 32);
AT(CreateInfo, connect, 64, 36);
SIZE(ManagerTable, 16 * 8, 16 * 4);
SIZE(NotifyTable, 4 * 8, 4 * 4);

// ---- The callback ----

struct Callback {
    const struct NotifyTable* table;
    uint32_t references;
    _Atomic size_t calls; // counted when all of it has been kept
    struct Notification told[8];
};

static int same(const struct Guid* left, const struct Guid* right) {
    const uint8_t *a = (const uint8_t*)left, *b = (const uint8_t*)right;
    for (size_t i = 0; i < sizeof *left; ++i)
        if (a[i] != b[i])
            return 0;
    return 1;
}

static uint32_t METHOD add_ref(void* self) { return ++((struct Callback*)self)->references; }

static uint32_t METHOD release(void* self) { return --((struct Callback*)self)->references; }

static Result METHOD query_interface(void* self, const struct Guid* id, void** face) {
    const int known = same(id, &iid_unknown) || same(id, &iid_notify);
    *face = known ? self : NULL;
    if (known)
        add_ref(self);
    return known ? ok : no_interface;
}

// One registration's calls never overlap: no lock is needed.
static void METHOD notify(void* self, const struct Notification* told) {
    struct Callback* const callback = (struct Callback*)self;
    const size_t before = callback->calls;
    if (before < sizeof callback->told / sizeof *callback->told)
        callback->told[before] = *told;
    callback->calls = before + 1;
}

// A change may be over while somebody who was held up has not yet heard all of it. It will within moments,
// and plain C has nothing to wait with but looking again. Gives 0 where that takes ten seconds.
static int hears(const struct Callback* callback, size_t calls) {
    const time_t limit = time(NULL) + 10;
    while (callback->calls < calls && time(NULL) < limit) {
    }
    return callback->calls == calls;
}

static const struct NotifyTable callback_table = {query_interface, add_ref, release, notify};

static struct AdviseInfo registration(struct Callback* callback) {
    const struct AdviseInfo info = {sizeof info, 4711, 0, callback, 1, (uint32_t)state_all};
    return info;
}

static struct Manager* profile(const struct EntryPoints* library, const wchar_t* name) {
    struct CreateInfo info = {sizeof info, 0, name, 0, &guid_global_state, NULL, NULL, NULL, NULL, NULL};
    struct Manager* manager = NULL;
    library->create(0, &info, &manager);
    return manager;
}

static Result set_and_wait(struct Manager* manager, uint32_t state) {
    return manager->table->set_current_state(manager, flag_block, state_mask, state, NULL);
}

// ---- The tests ----

TEST(CClient, TakesTheFiveSteps) {
    struct Callback callback = {&callback_table, 1, 0, {{0}}}; // 1: implement the callback
    struct Manager* const known = profile(library, L"Five steps in C");
    struct Manager* manager = NULL;
    CHECK(library->open(0, L"Five steps in C", &guid_global_state, NULL, &manager) == ok); // 2: open
    CHECK(manager == known);
    uint32_t capabilities = 0, state = 0, token = 0;
    CHECK(manager->table->get_capabilities(manager, &capabilities) == ok); // 3: ask
    CHECK(capabilities == both_capabilities);
    struct AdviseInfo info = registration(&callback);
    CHECK(manager->table->advise(manager, 0, &info, &token) == ok); // 4: register
    CHECK(token != 0);
    CHECK(callback.references == 2);
    CHECK(manager->table->get_current_state(manager, &state) == ok);
    CHECK(state == state_online);
    CHECK(manager->table->unadvise(manager, 0, token) == ok); // 5: leave
    CHECK(callback.references == 1);
    CHECK(callback.calls == 0);
    CHECK(manager->table->release(manager) == 1);
    CHECK(known->table->release(known) == 0);
    return NULL;
}

TEST(CClient, HearsThreePhasesWithEachFieldFilled) {
    struct Callback callback = {&callback_table, 1, 0, {{0}}};
    struct Manager* const manager = profile(library, L"Phases in C");
    struct AdviseInfo info = registration(&callback);
    uint32_t token = 0, state = 0;
    CHECK(manager->table->advise(manager, 0, &info, &token) == ok);
    CHECK(set_and_wait(manager, state_offline) == ok);
    CHECK(manager->table->get_current_state(manager, &state) == ok);
    CHECK(state == state_offline);
    CHECK(set_and_wait(manager, state_online) == ok);
    CHECK(hears(&callback, 6));
    CHECK(manager->table->unadvise(manager, 0, token) == ok);
    for (size_t i = 0; i < callback.calls; ++i) {
        const struct Notification* const told = &callback.told[i];
        const int going_offline = i < 3;
        CHECK(told->size == 24);
        CHECK(told->type == (int32_t)(i % 3) + 1);
        CHECK(told->client_token == 4711);
        CHECK(told->change.mask == state_mask);
        CHECK(told->change.state_old == (uint32_t)(going_offline ? state_online : state_offline));
        CHECK(told->change.state_new == (uint32_t)(going_offline ? state_offline : state_online));
    }
    manager->table->release(manager);
    return NULL;
}

TEST(CClient, GetsNoSupportFromEachPlaceholder) {
    struct Manager* const manager = profile(library, L"Placeholders in C");
    struct Guid untouched = iid_manager;
    CHECK(manager->table->placeholder1(manager, &untouched) == no_support);
    CHECK(same(&untouched, &iid_manager));
    for (size_t i = 0; i < 7; ++i)
        CHECK(manager->table->placeholders2to8[i](manager) == no_support);
    uint32_t state = 0;
    CHECK(manager->table->get_current_state(manager, &state) == ok);
    CHECK(state == state_online);
    CHECK(manager->table->release(manager) == 0);
    return NULL;
}

TEST(CClient, GetsEachFaceOfOneIdentity) {
    struct Manager* const manager = profile(library, L"Faces in C");
    const struct Guid* const ids[] = {&iid_unknown, &iid_offline, &iid_manager};
    void* identity = NULL;
    CHECK(manager->table->query_interface(manager, &iid_unknown, &identity) == ok);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; ++i) {
        struct Manager* face = NULL;
        void* again = NULL;
        CHECK(manager->table->query_interface(manager, ids[i], (void**)&face) == ok);
        CHECK(face->table->query_interface(face, &iid_unknown, &again) == ok);
        CHECK(again == identity);
        face->table->release(face);
        face->table->release(face);
    }
    void* none = manager;
    CHECK(manager->table->query_interface(manager, &iid_notify, &none) == no_interface);
    CHECK(none == NULL);
    manager->table->release(manager);
    CHECK(manager->table->release(manager) == 0);
    return NULL;
}

// C++ has no null reference to pass; C does.
TEST(CClient, IsRefusedWithNoFaceNamedAndWithNowhereToPutIt) {
    struct Manager* const manager = profile(library, L"Null in C");
    void* none = manager;
    CHECK(manager->table->query_interface(manager, NULL, &none) == null_pointer);
    CHECK(none == NULL);
    CHECK(manager->table->query_interface(manager, &iid_unknown, NULL) == null_pointer);
    CHECK(manager->table->query_interface(manager, NULL, NULL) == null_pointer);
    CHECK(manager->table->release(manager) == 0);
    return NULL;
}

TEST(CClient, MakesThreeLevelsAndTheLowestFollowsTheHighest) {
    static const struct Guid provider_guid = {1, 2, 3, {4}};
    const wchar_t* const name = L"Levels in C";
    struct Manager *const global = profile(library, name), *provider = NULL, *store = NULL;
    struct CreateInfo info = {sizeof info, 0,    name, both_capabilities, &provider_guid, NULL, global,
                              NULL,        NULL, NULL};
    CHECK(library->create(0, &info, &provider) == ok);
    info.guid = NULL;
    info.parent = provider;
    CHECK(library->create(0, &info, &store) == ok);
    uint32_t state = 0;
    CHECK(set_and_wait(global, state_offline) == ok);
    CHECK(store->table->get_current_state(store, &state) == ok);
    CHECK(state == state_offline);
    CHECK(set_and_wait(global, state_online) == ok);
    CHECK(store->table->get_current_state(store, &state) == ok);
    CHECK(state == state_online);
    CHECK(store->table->release(store) == 0);
    CHECK(provider->table->release(provider) == 0);
    CHECK(global->table->release(global) == 0);
    return NULL;
}

const struct CTest c_tests[] = {
    {"TakesTheFiveSteps", TakesTheFiveSteps},
    {"HearsThreePhasesWithEachFieldFilled", HearsThreePhasesWithEachFieldFilled},
    {"GetsNoSupportFromEachPlaceholder", GetsNoSupportFromEachPlaceholder},
    {"GetsEachFaceOfOneIdentity", GetsEachFaceOfOneIdentity},
    {"IsRefusedWithNoFaceNamedAndWithNowhereToPutIt", IsRefusedWithNoFaceNamedAndWithNowhereToPutIt},
    {"MakesThreeLevelsAndTheLowestFollowsTheHighest", MakesThreeLevelsAndTheLowestFollowsTheHighest},
    {NULL, NULL},
};
