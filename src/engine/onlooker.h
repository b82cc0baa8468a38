#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/cancellation_signal.hpp>

#include "base/timestamp.h"
#include "model/look.h"
#include "probes/prober.h"

namespace offline::engine {

class Onlooker;

/// One look, and who is to see what comes of it.
struct SharedLook {
    using Queue = std::list<std::shared_ptr<SharedLook>>;

    probes::Question question;
    std::vector<Onlooker*> onlookers;
    bool outdated = false;                ///< nobody joins it any more: it has ended, or somebody gave it up
    std::optional<Queue::iterator> waits; ///< for a place
    base::Instant began{};
    boost::asio::cancellation_signal cancel;
};

/// An endpoint that some watch, with one time-out.
struct Scene {
    std::string key;
    std::vector<Onlooker*> onlookers;
    std::shared_ptr<SharedLook> current;
};

/// Whoever watches an endpoint, and sees what anybody finds out who looks at it.
class Onlooker {
public:
    Onlooker() = default;
    Onlooker(const Onlooker&) = delete;
    Onlooker& operator=(const Onlooker&) = delete;
    virtual ~Onlooker() = default;

    /// The endpoint, as its profile writes it.
    virtual const std::string& url() const = 0;
    /// Another has begun a look: it will see the end of that.
    virtual void joins(base::Instant now) = 0;
    /// What it knows of the endpoint's addresses.
    virtual const std::vector<model::Address>& known() const = 0;
    virtual const std::vector<model::Address>& proved() const = 0;
    /// `began`: when the look left the queue.
    virtual void sees(model::Look look, base::Instant began) = 0;

private:
    friend class Lookout;

    Scene* scene_ = nullptr;
    std::shared_ptr<SharedLook> look_;
};

} // namespace offline::engine
