#pragma once

#include <cstring>
#include <exception>
#include <new>
#include <span>

#include <mapioffline.h>

#include "base/result.h"
#include "com/log.h"
#include "session/process.h"

namespace offline::com {

inline HRESULT hresult(base::Code code) noexcept { return static_cast<HRESULT>(base::row(code).hresult); }

inline HRESULT refuse(const char* method, base::Code code, std::string_view why) {
    log(method, why);
    return hresult(code);
}

/// The border: what every method of the API runs in. No exception passes it, and in a forked child nothing is
/// begun.
template <class Body>
HRESULT guarded(const char* method, Body body) noexcept {
    if (session::in_forked_child())
        return E_UNEXPECTED;
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return E_OUTOFMEMORY;
    } catch (const std::exception& failed) {
        return refuse(method, base::Code::unexpected, failed.what());
    } catch (...) {
        return refuse(method, base::Code::unexpected, "something that is no std::exception was thrown");
    }
}

/// The same for a method that gives something: where it fails, that is null or 0, wherever that has to be
/// put.
template <class Given, class Body>
HRESULT guarded(const char* method, Given* gives, Body body) noexcept {
    constexpr Given nothing{};
    const auto bytes = std::as_bytes(std::span(&nothing, 1));
    if (gives)
        std::memcpy(static_cast<void*>(gives), bytes.data(), bytes.size());
    return guarded(method, body);
}

} // namespace offline::com
