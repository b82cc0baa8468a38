#pragma once

namespace offline::engine {
class Engine;
class Runtime;
} // namespace offline::engine

namespace offline::session {

/// The runtime of this process, begun at the first call and never ended: the threads of a library must not be
/// joined by static destructors. At exit() notifications end, running ones are waited for 100 ms, and the
/// loop stands still. Not for a forked child: ask in_forked_child() first.
engine::Runtime& process_runtime();

/// The engine on it, begun at the first call: where a daemon judges, there is none.
engine::Engine& process_engine();

/// Whether this process is a fork of one in which the runtime ran: its threads are not here, and its
/// descriptors are closed. Nothing but states that can be read without a lock is of use then.
bool in_forked_child() noexcept;

/// Whether nobody runs the loop any more: in a forked child, and once exit() has begun.
bool engine_is_gone() noexcept;

/// exit() runs last what was registered last: registers once more what ends the notifications, the first few
/// times it is called, so that a client's static objects find them ended.
void come_before_the_clients_exit_handlers() noexcept;

/// A descriptor that a forked child is to close, until it is closed here.
void close_in_forked_child(int descriptor);
void close_no_more_in_forked_child(int descriptor) noexcept;

} // namespace offline::session
