#include "session/process.h"

#include <atomic>
#include <memory>
#include <system_error>

#include <winsock2.h>

#include <windows.h>

#include "engine/engine.h"

namespace offline::session {
namespace {

// The engine's threads run code of this module: it stays where it is for the life of the process, whoever
// frees it.
void pin_this_module() {
    HMODULE own = nullptr;
    ::GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                         reinterpret_cast<LPCWSTR>(reinterpret_cast<std::uintptr_t>(&pin_this_module)), &own);
}

// For the life of the process, as the engine is.
void begin_winsock() {
    WSADATA ignored;
    if (const int error = ::WSAStartup(MAKEWORD(2, 2), &ignored))
        throw std::system_error(error, std::system_category(), "Winsock");
}

engine::Runtime* begin() {
    pin_this_module();
    begin_winsock();
    return std::make_unique<engine::Runtime>().release();
}

} // namespace

engine::Runtime& process_runtime() {
    static engine::Runtime* const begun = begin();
    return *begun;
}

engine::Engine& process_engine() {
    static engine::Engine* const begun = std::make_unique<engine::Engine>(process_runtime()).release();
    return *begun;
}

// ExitProcess ends every other thread before anything of this module is called: nobody is told any more, and
// there is no lock that could be taken safely.
bool engine_is_gone() noexcept { return false; }

void come_before_the_clients_exit_handlers() noexcept {}

// Windows does not fork.
void close_in_forked_child(int) {}

void close_no_more_in_forked_child(int) noexcept {}

bool in_forked_child() noexcept { return false; }

} // namespace offline::session
