#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dispatch/delivery.h"

namespace offline::dispatch {

using namespace std::chrono_literals;

using Words = std::vector<std::string>;

/// A Delivery under virtual time, and subscribers that do what the test says: they enter a call as soon as it
/// is ready, as if there were a worker for each, and leave it when told to. Subscribers are known by name.
class Stage {
public:
    /// Stand-ins for offline objects, deepest first.
    static constexpr int places[] = {0, 1, 2};
    static constexpr ObjectKey store = &places[0], provider = &places[1], profile = &places[2];

    void subscribe(const std::string& name, ObjectKey object = profile, bool wants_reasons = false);
    Delivery::Farewell unsubscribe(const std::string& name, const std::string& caller = {});

    /// From now on a call is left in its walk as long as the Delivery leaves it there: who stands behind it
    /// waits for its end. Each walk is to have one call.
    void walk_at_leisure() { at_leisure_ = true; }

    /// Begins a change of these objects, a level each; who is called at once is returned: `"a START"`.
    Words wished(State to, const std::vector<ObjectKey>& objects = {profile});
    Words forced(State to, const std::vector<ObjectKey>& objects = {profile});
    /// Another change waits behind the one under way.
    Words hasten();
    Words reason(Reason reason, ObjectKey object = profile);

    /// The call that `name` is in returns; who is called then.
    Words leave(const std::string& name);
    /// Time goes by; who is called meanwhile.
    Words pass(std::chrono::milliseconds time);
    /// Everybody leaves every call at once, except those named, until nothing is left to tell.
    Words play(const Words& except = {});

    bool under_way() const { return change_ && !change_->over(); }

    bool flipped() const { return change_ && change_->flipped(); }

    bool known(const std::string& name) const { return delivery_.known(tokens_.at(name)); }

private:
    Words begin(bool wished, State to, const std::vector<ObjectKey>& objects);
    Words enter();

    Delivery delivery_;
    std::shared_ptr<Change> change_;
    std::map<std::string, Token> tokens_;
    std::map<Token, std::string> names_;
    std::vector<std::pair<std::string, std::unique_ptr<Walk>>> inside_;
    base::Instant now_{1h};
    bool at_leisure_ = false;
};

} // namespace offline::dispatch
