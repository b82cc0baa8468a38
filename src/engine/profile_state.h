#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dispatch/dispatcher.h"
#include "engine/doorkeeper.h"

namespace offline::engine {

/// One profile as its clients see it: its doorkeeper, behind the lock.
///
/// Wishes come from clients, verdicts from the engine; both only say what should be. Threads: any. Everything
/// is guarded by the dispatcher's lock; no client is called under it.
class ProfileState : public std::enable_shared_from_this<ProfileState> {
public:
    /// Looks at the profile's servers again, at once; calls back when it has seen them and told what it saw.
    using LookAgain = std::function<void(std::function<void()> seen)>;

    ProfileState(std::string name, dispatch::Dispatcher& dispatcher);

    const std::string& name() const noexcept { return name_; }

    const tree::ObjectPointer& global() const noexcept { return door_->tree().global(); }

    dispatch::Dispatcher& dispatcher() const noexcept { return dispatcher_; }

    /// None: nobody judges the profile, it is what it is set to.
    void look_again_by(LookAgain look_again);

    enum class Wait : bool { no, yes };
    /// Sends a wish for the global object to whoever decides, in another process: returns when it was
    /// accepted there, or, with Wait::yes, when the change has ended there and every news of it has come.
    /// Code::no_daemon where nobody decides there; where it mirrors no more by then, the wish is heeded here.
    using WishElsewhere = std::function<base::Result<void>(State state, Wait wait)>;

    /// Called once, before the profile is handed out: it mirrors one of another process, where wishes go.
    void mirror(model::Standing as_it_stands, WishElsewhere wish_elsewhere);

    /// The other process cannot be reached: verdicts and wishes are of this one from here on, and what was
    /// wished holds.
    void mirror_no_more();
    /// It can again, where it stands so, and that is wished. Gives a wish that was made meanwhile and
    /// differs: then nothing has changed, and that wish is to be sent there first.
    std::optional<State> mirror_again(model::Verdict verdict, State wish_there);

    /// As Doorkeeper::wait_for_others(); called once, before the profile is handed out.
    void wait_for_others(std::shared_ptr<Doorkeeper::Barrier> barrier);
    void let_go();
    void end_start();
    /// The same, where `is_still_awaited` says so under the guard: another change may be under way by now.
    void let_go(const std::function<bool()>& is_still_awaited);

    /// What the engine holds true now. A difference becomes a forced change.
    void verdict(model::Verdict verdict);
    /// The same, where somebody wished for it in another process.
    void wished_verdict(model::Verdict verdict);

    /// As Doorkeeper::play().
    void play(std::optional<model::Verdict> played, std::function<void()> told);

    /// As Doorkeeper::sleep().
    void sleep(bool announced, std::function<void()> told);

    /// Objects under the global one, as in tree::Tree.
    tree::ObjectPointer add(const tree::ObjectPointer& parent, tree::Capabilities capabilities,
                            tree::Name name = {});
    std::vector<tree::ObjectPointer> abandon(const tree::ObjectPointer& object);
    void take_up(tree::Object& object);

    /// Hears, under the guard, of each of them that was added, whose state or reason has moved (of the global
    /// one too), or that has left the tree.
    struct ObjectHearer {
        std::function<void(const tree::ObjectPointer&)> added, moved, left;
    };

    /// Called once, before the profile is handed out.
    void hear_of_objects(ObjectHearer hearer);

    /// `SetCurrentState`: Code::pending while a change is under way, Code::no_support where the object's
    /// capabilities rule the state out. With Wait::yes it returns when the change has ended, or, where online
    /// was asked and the engine said otherwise, when the engine has looked again: Code::offline where that
    /// did not help. `accepted` is called, without a lock, when the wish is recorded and before anything is
    /// waited for.
    base::Result<void> wish(tree::Object& object, State state, Wait wait,
                            const std::function<void()>& accepted = {});

    /// Has the servers looked at, at once; returns when what was seen has been told: Code::offline where the
    /// object is still so.
    base::Result<void> look_again(const tree::Object& object);

    struct Registration {
        dispatch::Token token; ///< `none` where every token was given away
        model::Standing
            since; ///< how the object stood at that instant: nothing is missed or doubled between the two
    };

    /// Registers a sink, an S made of its parts, with an object, for `owner`. `take` is called with the token
    /// before the first call can begin.
    template <class S, class Take, class... Parts>
    Registration subscribe(const tree::Object& object, const void* owner, Take take, Parts&&... parts) {
        return dispatcher_.transact([&](dispatch::Delivery& delivery) {
            const auto token = delivery.subscribe<S>(&object, owner, std::forward<Parts>(parts)...);
            take(token);
            return Registration{token, object.standing()};
        });
    }

    struct Snapshot {
        model::Standing standing;
        State wish;
        model::Verdict verdict;
    };

    Snapshot snapshot(const tree::Object& object);

    /// Waits until the engine has judged the profile for the first time; false where the deadline came first.
    bool wait_judged(std::optional<base::Instant> deadline);

private:
    bool mirrors();
    bool goes_elsewhere(const tree::Object& object) const noexcept;
    base::Result<void> send(State state, Wait wait);
    base::Result<void> wait_for_a_look(const tree::Object& object, const LookAgain& look_again);
    base::Failure still_offline(const tree::Object& object);

    const std::string name_;
    dispatch::Dispatcher& dispatcher_;
    LookAgain look_again_; ///< guarded by the dispatcher's lock
    WishElsewhere wish_elsewhere_;
    ObjectHearer object_hearer_;             ///< guarded by the dispatcher's lock
    bool mirrors_ = false;                   ///< guarded by the dispatcher's lock
    bool wished_meanwhile_ = false;          ///< while it does not mirror; guarded by the dispatcher's lock
    const std::shared_ptr<Doorkeeper> door_; ///< guarded by the dispatcher's lock
};

} // namespace offline::engine
