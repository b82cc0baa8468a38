// A client with the binary interface of Microsoft's compiler, which knows the published pages and nothing
// else: no header, no library of C or C++. It ends with 0, or with the line of the first thing that was not
// so.

using HRESULT = long;
using ULONG = unsigned long;
using Handle = void*;

struct GUID {
    unsigned long Data1;
    unsigned short Data2, Data3;
    unsigned char Data4[8];
};

extern "C" {
__declspec(dllimport) Handle __stdcall LoadLibraryW(const wchar_t* path);
__declspec(dllimport) Handle __stdcall GetProcAddress(Handle library, const char* name);
__declspec(dllimport) unsigned long __stdcall GetCurrentThreadId();
[[noreturn]] __declspec(dllimport) void __stdcall ExitProcess(unsigned status);
}

namespace {

constexpr GUID global_state = {0xfbeffd93, 0xb11f, 0x4094, {0x84, 0x2b, 0x96, 0xdc, 0xd3, 0x1e, 0x63, 0xd1}};
constexpr GUID iid_offline = {0x000672B5, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
constexpr GUID iid_notify = {0x0317bde5, 0xfc29, 0x44cd, {0x8d, 0xcd, 0x36, 0x12, 0x5a, 0x3b, 0xe9, 0xec}};
constexpr ULONG online = 2, offline = 1, offline_mask = 3, blocking = 0x2000;
constexpr HRESULT no_interface = static_cast<HRESULT>(0x80004002);
constexpr HRESULT no_support = static_cast<HRESULT>(0x80040102);

struct Unknown {
    virtual HRESULT __stdcall QueryInterface(const GUID& iid, void** out) = 0;
    virtual ULONG __stdcall AddRef() = 0;
    virtual ULONG __stdcall Release() = 0;
};

struct Notice {
    ULONG size;
    int type;
    ULONG client_token, mask, before, now;
};

struct Notifiable : Unknown {
    virtual void __stdcall Notify(const Notice* notice) = 0;
};

struct Offline : Unknown {
    virtual HRESULT __stdcall SetCurrentState(ULONG flags, ULONG mask, ULONG state, void* reserved) = 0;
    virtual HRESULT __stdcall GetCapabilities(ULONG* capabilities) = 0;
    virtual HRESULT __stdcall GetCurrentState(ULONG* state) = 0;
    virtual HRESULT __stdcall Placeholder1(void*) = 0;
};

struct AdviseInfo {
    ULONG size, client_token;
    int callback_type;
    Unknown* callback;
    ULONG advise_types, state_mask;
};

struct Manager : Offline {
    virtual HRESULT __stdcall Advise(ULONG flags, AdviseInfo* info, ULONG* token) = 0;
    virtual HRESULT __stdcall Unadvise(ULONG flags, ULONG token) = 0;
    virtual HRESULT __stdcall Placeholder2() = 0;
    virtual HRESULT __stdcall Placeholder3() = 0;
    virtual HRESULT __stdcall Placeholder4() = 0;
    virtual HRESULT __stdcall Placeholder5() = 0;
    virtual HRESULT __stdcall Placeholder6() = 0;
    virtual HRESULT __stdcall Placeholder7() = 0;
    virtual HRESULT __stdcall Placeholder8() = 0;
};

struct CreateInfo {
    ULONG size, create_flags;
    const wchar_t* profile_name;
    ULONG capabilities;
    const GUID *guid, *instance;
    Manager* parent;
    Unknown* support;
    void *aggregate, *connect;
};

static_assert(sizeof(CreateInfo) == (sizeof(void*) == 8 ? 72 : 40));
static_assert(sizeof(AdviseInfo) == (sizeof(void*) == 8 ? 32 : 24));
static_assert(sizeof(Notice) == 24);

using Open = HRESULT __stdcall(ULONG reserved, const wchar_t* profile, const GUID* guid, const GUID*,
                               Manager** out);
using Create = HRESULT __stdcall(ULONG flags, CreateInfo* info, Manager** out);

bool same(const GUID& a, const GUID& b) {
    const auto *x = reinterpret_cast<const unsigned char*>(&a),
               *y = reinterpret_cast<const unsigned char*>(&b);
    for (unsigned i = 0; i < sizeof(GUID); ++i)
        if (x[i] != y[i])
            return false;
    return true;
}

class Callback final : public Notifiable {
public:
    HRESULT __stdcall QueryInterface(const GUID& iid, void** out) override {
        *out = same(iid, iid_notify) ? this : nullptr;
        if (*out)
            AddRef();
        return *out ? 0 : no_interface;
    }

    ULONG __stdcall AddRef() override { return __atomic_add_fetch(&references, 1, __ATOMIC_SEQ_CST); }

    ULONG __stdcall Release() override { return __atomic_sub_fetch(&references, 1, __ATOMIC_SEQ_CST); }

    void __stdcall Notify(const Notice* notice) override {
        const bool as_it_should_be = notice->size == sizeof(Notice) && notice->type == told + 1 &&
                                     notice->client_token == 42 && notice->mask == offline_mask &&
                                     notice->before == online && notice->now == offline &&
                                     GetCurrentThreadId() != registered_by;
        __atomic_store_n(&told, as_it_should_be ? told + 1 : -100, __ATOMIC_SEQ_CST);
    }

    ULONG references = 1;
    int told = 0;
    unsigned long registered_by = GetCurrentThreadId();
};

#define CHECK(truth)                                                                                         \
    if (!(truth))                                                                                            \
    return __LINE__

unsigned run() {
    constexpr bool wide = sizeof(void*) == 8;
    const Handle library = LoadLibraryW(LIBRARY);
    CHECK(library);
    auto* const open =
        reinterpret_cast<Open*>(GetProcAddress(library, wide ? "HrOpenOfflineObj" : "HrOpenOfflineObj@20"));
    auto* const create = reinterpret_cast<Create*>(
        GetProcAddress(library, wide ? "HrCreateOfflineObj" : "HrCreateOfflineObj@12"));
    CHECK(open && create);

    Manager* manager = nullptr;
    CreateInfo info{};
    info.size = sizeof info;
    info.profile_name = L"Work";
    info.guid = &global_state;
    CHECK(create(0, &info, &manager) == 0);
    Manager* again = nullptr;
    CHECK(open(0, L"WORK", &global_state, nullptr, &again) == 0 && again == manager);
    CHECK(again->Release() == 1);

    Offline* face = nullptr;
    CHECK(manager->QueryInterface(iid_offline, reinterpret_cast<void**>(&face)) == 0 && face);
    ULONG capabilities = 0, state = 0, token = 0;
    CHECK(face->GetCapabilities(&capabilities) == 0 && capabilities == 3);
    CHECK(face->GetCurrentState(&state) == 0 && state == online);
    CHECK(face->Placeholder1(nullptr) == no_support);
    CHECK(manager->Placeholder2() == no_support && manager->Placeholder8() == no_support);
    face->Release();

    Callback callback;
    AdviseInfo advise{sizeof advise, 42, 0, &callback, 1, 0x003f037f};
    CHECK(manager->Advise(0, &advise, &token) == 0 && token != 0);
    CHECK(manager->SetCurrentState(blocking, offline_mask, offline, nullptr) == 0);
    CHECK(__atomic_load_n(&callback.told, __ATOMIC_SEQ_CST) == 3);
    CHECK(manager->GetCurrentState(&state) == 0 && state == offline);
    CHECK(manager->Unadvise(0, token) == 0);
    CHECK(__atomic_load_n(&callback.references, __ATOMIC_SEQ_CST) == 1);
    CHECK(manager->Release() == 0);
    return 0;
}

} // namespace

extern "C" [[noreturn]] void entry() { ExitProcess(run()); }
