#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include <mapioffline.h>

namespace offline::test {

/// msmapi32.dll, loaded by its path and asked by name, as a client does.
class Library {
public:
    explicit Library(const wchar_t* path = LIBRARY);

    /// One that is loaded already; it is not freed here.
    explicit Library(HMODULE loaded) : module_(loaded) {}

    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    HMODULE module() const { return module_; }

    /// Under the name that clients of this width ask for.
    HROPENOFFLINEOBJ* open() const;
    HRCREATEOFFLINEOBJ* create() const;
    void* find(const char* name) const;

    /// The global object of a profile that is known; null where it is not.
    IMAPIOfflineMgr* opened(const wchar_t* profile) const;
    /// The global object of a profile that is nothing but what it is set to.
    IMAPIOfflineMgr* created(const wchar_t* profile) const;

private:
    HMODULE module_;
};

/// Keeps what it is told, and may do something while it is told. Ends its registration when it goes.
class Listener final : public IMAPIOfflineNotify {
public:
    using While = std::function<void(const MAPIOFFLINE_NOTIFY&)>;

    explicit Listener(While busy = {}) : busy_(std::move(busy)) {}

    virtual ~Listener();

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) override;

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

    ULONG STDMETHODCALLTYPE Release() override { return --references_; }

    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* pNotifyInfo) override;

    /// Waits until it was told so many times; false where that does not come about in time.
    bool told(std::size_t times, std::chrono::seconds limit = std::chrono::seconds(30));

    std::vector<MAPIOFFLINE_NOTIFY> all() const;
    std::vector<DWORD> threads() const;

    ULONG references() const { return references_; }

    /// Registers with an object; the token.
    ULONG advise(IMAPIOfflineMgr& object, ULONG client_token = 7);

private:
    While busy_;
    mutable std::mutex mutex_;
    std::condition_variable told_;
    std::vector<MAPIOFFLINE_NOTIFY> notices_;
    std::vector<DWORD> threads_;
    std::atomic<ULONG> references_{1};
    IMAPIOfflineMgr* object_ = nullptr; ///< with which it is registered
    ULONG token_ = 0;
};

/// Writes a profile into a folder of this test's own, and makes that the user's: before the library is first
/// asked.
void write_profile(const std::string& name, const std::string& toml);

} // namespace offline::test
