#include <mapioffline.h>
#include <type_traits>

template <class Method, class Published>
constexpr bool is = std::is_same_v<Method, Published>;

static_assert(is<decltype(&IMAPIOfflineNotify::Notify),
                 void (STDMETHODCALLTYPE IMAPIOfflineNotify::*)(const MAPIOFFLINE_NOTIFY*)>);
static_assert(is<decltype(&IMAPIOffline::SetCurrentState),
                 HRESULT (STDMETHODCALLTYPE IMAPIOffline::*)(ULONG, ULONG, ULONG, void*)>);
static_assert(
    is<decltype(&IMAPIOffline::GetCapabilities), HRESULT (STDMETHODCALLTYPE IMAPIOffline::*)(ULONG*)>);
static_assert(
    is<decltype(&IMAPIOffline::GetCurrentState), HRESULT (STDMETHODCALLTYPE IMAPIOffline::*)(ULONG*)>);
static_assert(is<decltype(&IMAPIOffline::Placeholder1), HRESULT (STDMETHODCALLTYPE IMAPIOffline::*)(void*)>);
static_assert(is<decltype(&IMAPIOfflineMgr::Advise),
                 HRESULT (STDMETHODCALLTYPE IMAPIOfflineMgr::*)(ULONG, MAPIOFFLINE_ADVISEINFO*, ULONG*)>);
static_assert(
    is<decltype(&IMAPIOfflineMgr::Unadvise), HRESULT (STDMETHODCALLTYPE IMAPIOfflineMgr::*)(ULONG, ULONG)>);
static_assert(is<decltype(&IMAPIOfflineMgr::Placeholder8), HRESULT (STDMETHODCALLTYPE IMAPIOfflineMgr::*)()>);

static_assert(std::is_base_of_v<IMAPIOffline, IMAPIOfflineMgr> &&
              std::is_base_of_v<IUnknown, IMAPIOfflineNotify>);
static_assert(is<decltype(MAPIOFFLINE_ADVISEINFO::pCallback), IUnknown*>);
static_assert(is<decltype(MAPIOFFLINE_ADVISE_DEFAULT), ULONG> && is<decltype(E_INVALIDARG), HRESULT>);
static_assert(is<HROPENOFFLINEOBJ,
                 HRESULT STDMETHODCALLTYPE(ULONG, LPCWSTR, const GUID*, const GUID*, IMAPIOfflineMgr**)>);
static_assert(
    is<HRCREATEOFFLINEOBJ, HRESULT STDMETHODCALLTYPE(ULONG, MAPIOFFLINE_CREATEINFO*, IMAPIOfflineMgr**)>);
static_assert(is<REFIID, const GUID&>);
