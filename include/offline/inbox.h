#pragma once

/// What a profile tells, for a program with a loop of its own: something to poll, and the news one by one, on
/// the program's own thread.
///
///     offline::Inbox inbox(*session);
///     // whenever the loop says that inbox.descriptor() is readable:
///     while (const auto told = inbox.take())
///         …
///
/// examples/ has a program each for GLib, Qt and sd-event.

#include <memory>
#include <optional>

#include <offline/export.h>
#include <offline/session.h>

namespace offline {

/// Keeps what a subscription tells until it is taken: first the snapshot, then each change, in order, with
/// nothing missed or doubled between them.
///
/// What waits is bounded: 64 notifications here, then the library holds further ones back. Until some are
/// taken the program is then like one whose callback does not return: the next change that somebody wishes
/// waits for it, for two seconds, and later ones do not. Two changes that undo each other, neither of them
/// begun to be told, are left out together, so that the old state of each change still is the new state of
/// the one before, and the last `done` carries the state that holds. One thread of the library waits
/// meanwhile; mapioffline.h says how many may. exit() waits for it, for 100 ms.
///
/// A `start` that is told here has not been waited for: by the time it is taken, the state may have changed.
/// A program that has to finish something before a change subscribes with a callback.
///
/// Lifetime: it keeps the profile as a subscription does. Its destructor unsubscribes and closes the
/// descriptor: take that out of the loop before. Threads: any, several at a time too, but the destructor is
/// called alone. In the child of a fork() nothing comes any more, and the descriptor is closed there. A
/// moved-from Inbox is empty and has no descriptor.
class OFFLINE_EXPORT Inbox {
public:
    /// The snapshot is there when this returns. Throws std::system_error where the process has no descriptor
    /// left.
    explicit Inbox(const Session& session);
    ~Inbox();
    Inbox(Inbox&&) noexcept;
    Inbox& operator=(Inbox&&) noexcept;

    /// Readable as long as there is something to take; the same one for life, and closed on exec. It belongs
    /// to the Inbox: poll it, level- or edge-triggered, and neither read nor write it. -1 in a forked child.
    int descriptor() const noexcept;

    /// The oldest that was not taken yet; nothing where there is none, so a wake-up too many does no harm.
    /// Never waits.
    std::optional<Notification> take();

private:
    struct Inner;

    std::unique_ptr<Inner> inner_;
};

} // namespace offline
