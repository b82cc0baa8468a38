// The Offline State API as somebody writes it down who has its documentation and no header of ours: names and
// order are the reference's, types are plain C.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#if defined(_WIN32) && !defined(_WIN64)
#define METHOD __stdcall
#else
#define METHOD
#endif

typedef int32_t Result;

struct Guid {
    uint32_t data1;
    uint16_t data2, data3;
    uint8_t data4[8];
};

struct StateChange {
    uint32_t mask, state_old, state_new;
};

struct Notification {
    uint32_t size;
    int32_t type;
    uint32_t client_token;
    struct StateChange change;
};

// What the three interfaces begin with. `self` is a pointer to a pointer to the table.
#define UNKNOWN_SLOTS                                                                                        \
    Result(METHOD* query_interface)(void* self, const struct Guid* id, void** face);                         \
    uint32_t(METHOD* add_ref)(void* self);                                                                   \
    uint32_t(METHOD* release)(void* self)

struct NotifyTable {
    UNKNOWN_SLOTS;
    void(METHOD* notify)(void* self, const struct Notification* told);
};

struct AdviseInfo {
    uint32_t size, client_token;
    int32_t callback_type;
    void* callback;
    uint32_t advise_types, state_mask;
};

struct ManagerTable {
    UNKNOWN_SLOTS;
    Result(METHOD* set_current_state)(void* self, uint32_t flags, uint32_t mask, uint32_t state,
                                      void* reserved);
    Result(METHOD* get_capabilities)(void* self, uint32_t* capabilities);
    Result(METHOD* get_current_state)(void* self, uint32_t* state);
    Result(METHOD* placeholder1)(void* self, void* unnamed);
    Result(METHOD* advise)(void* self, uint32_t flags, struct AdviseInfo* info, uint32_t* token);
    Result(METHOD* unadvise)(void* self, uint32_t flags, uint32_t token);
    Result(METHOD* placeholders2to8[7])(void* self);
};

struct Manager {
    const struct ManagerTable* table;
};

struct AggregateInfo {
    uint32_t size;
    void *outer, *reference_root;
};

struct CreateInfo {
    uint32_t size, create_flags;
    const wchar_t* profile;
    uint32_t capabilities;
    const struct Guid *guid, *instance;
    struct Manager* parent;
    void* support;
    struct AggregateInfo* aggregate;
    void* connect;
};

typedef Result(METHOD Open)(uint32_t reserved, const wchar_t* profile, const struct Guid* guid,
                            const struct Guid* reserved_guid, struct Manager** manager);
typedef Result(METHOD Create)(uint32_t flags, struct CreateInfo* info, struct Manager** manager);

static const struct Guid iid_unknown = {0x00000000, 0x0000, 0x0000, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const struct Guid iid_offline = {0x000672B5, 0x0000, 0x0000, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const struct Guid iid_notify = {
    0x0317bde5, 0xfc29, 0x44cd, {0x8d, 0xcd, 0x36, 0x12, 0x5a, 0x3b, 0xe9, 0xec}};
static const struct Guid iid_manager = {
    0x42175607, 0xff3e, 0x4790, {0xbc, 0x18, 0x66, 0xc8, 0x64, 0x3e, 0x64, 0x24}};
static const struct Guid guid_global_state = {
    0xfbeffd93, 0xb11f, 0x4094, {0x84, 0x2b, 0x96, 0xdc, 0xd3, 0x1e, 0x63, 0xd1}};

enum {
    flag_default = 0,
    flag_block = 0x2000,
    state_mask = 3,
    state_offline = 1,
    state_online = 2,
    state_all = 0x3f037f,
    both_capabilities = 3,
    ok = 0,
    no_interface = (int)0x80004002,
    null_pointer = (int)0x80004003,
    invalid_argument = (int)0x80070057,
    not_found = (int)0x8004010F,
    no_support = (int)0x80040102
};
