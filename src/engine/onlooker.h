#pragma once

#include <cstdint>
#include <memory>
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
    probes::Question question;
    std::vector<Onlooker*> onlookers;
    bool outdated = false; ///< somebody gave it up: what happened meanwhile is to be looked at anew
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

    /// Another has begun a look: it will see the end of that.
    virtual void joins(base::Instant now) = 0;
    virtual void sees(model::Look look) = 0;

private:
    friend class Lookout;

    Scene* scene_ = nullptr;
    std::shared_ptr<SharedLook> look_;
    std::uint64_t place_ = 0;
};

} // namespace offline::engine
