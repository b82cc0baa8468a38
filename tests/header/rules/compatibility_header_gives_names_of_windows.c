#include <mapioffline_compat.h>

const TCHAR* greeting(void);

const TCHAR* greeting(void) { return _T("hello"); }

BOOL clear(MAPIOFFLINE_ADVISEINFO* registration, HMODULE module);

BOOL clear(MAPIOFFLINE_ADVISEINFO* registration, HMODULE module) {
    ZeroMemory(registration, sizeof *registration);
    return module != NULL ? TRUE : FALSE;
}

LONG counted(LONG* references);

LONG counted(LONG* references) { return InterlockedIncrement(references) + InterlockedDecrement(references); }

#ifdef __cplusplus
class Listener final : public IMAPIOfflineNotify {
public:
    virtual ~Listener() = default;
    STDMETHOD(QueryInterface)(REFIID iid, LPVOID* face) override;
    STDMETHOD_(ULONG, AddRef)() override;
    STDMETHOD_(ULONG, Release)() override;
    STDMETHOD_(VOID, Notify)(const MAPIOFFLINE_NOTIFY* notice) override;
};

STDMETHODIMP Listener::QueryInterface(REFIID, LPVOID*) { return E_NOTIMPL; }
#endif
