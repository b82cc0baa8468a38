#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <offline1_adaptor.h>
#include <sdbus-c++/sdbus-c++.h>

#include "base/result.h"
#include "bus/barrier.h"
#include "bus/bus_line.h"
#include "bus/callers.h"
#include "bus/consequences.h"
#include "bus/errands.h"
#include "bus/members.h"
#include "bus/objects_held.h"
#include "bus/wishes.h"
#include "engine/engine.h"

namespace offline::bus {

/// What all objects on the bus have in common; it outlives them.
struct Surroundings {
    engine::Engine& engine;
    boost::asio::any_io_executor loop; ///< of the bus
    BusLine& line;
    Callers& callers;
    Wishes& wishes;
    Errands& errands;
    ObjectTally& objects;
    const Say& say;
    std::shared_ptr<history::Journal> journal;
};

/// A profile as docs/dbus.md describes it.
///
/// What is told of the profile comes over to the loop of the bus, and is numbered, remembered and sent there:
/// so a snapshot fits between two signals without a lock. Threads: the loop's one.
class ProfileOnBus final : public sdbus::AdaptorInterfaces<org::offlined::Offline1::Profile_adaptor>,
                           public std::enable_shared_from_this<ProfileOnBus> {
public:
    /// It is there, as it is wished by what is kept, when this returns; nobody was told of it.
    static std::shared_ptr<ProfileOnBus> open(const Surroundings& around, model::Profile profile);
    ~ProfileOnBus();
    ProfileOnBus(const ProfileOnBus&) = delete;
    ProfileOnBus& operator=(const ProfileOnBus&) = delete;

    const model::Profile& profile() const noexcept { return profile_; }

    /// What watches over its endpoints, for the engine's thread; none where it has none.
    const std::shared_ptr<engine::Watcher>& watcher() const noexcept { return watched_.watcher; }

    /// As it is to be told; but for what the watcher knows.
    metrics::Profile measured() const;

    const std::string& path() const { return getObject().getObjectPath(); }

    /// Other endpoints, or another way to watch them.
    void replace(model::Profile profile);

    /// Whether somebody would miss it: it is wished offline, or somebody joined it, plays, or holds an object
    /// of it.
    bool is_held() const noexcept {
        return wish_ == offline::State::offline || !members_.empty() || !player_.empty() || !objects_.empty();
    }

    /// That connection has left the bus.
    void left(const std::string& connection);

    /// Tells of it, and of its end.
    void announce();
    void renounce();

private:
    class Ear;
    struct Told;
    struct Wishing;

    ProfileOnBus(const Surroundings& around, model::Profile profile, const std::string& path);
    void begin();

    void tell(const Told& told);
    void tell_phase(const Told& told);
    void tell_moved_reason(const Told& told);
    void properties_changed(const std::vector<std::string>& names);
    void update_barrier();
    void let_go_if_ready();
    void wish_is_kept(std::optional<offline::State> wish);
    void play(std::optional<model::Verdict> played, std::shared_ptr<sdbus::Result<>> reply);
    void play_was_told();

    std::tuple<std::uint64_t, std::map<std::string, sdbus::Variant>> Snapshot() override;
    std::tuple<std::uint64_t, std::map<std::string, sdbus::Variant>> Join() override;
    void Leave() override;
    void Ready(const std::uint64_t& sequence) override;
    void SetState(sdbus::Result<>&& result, std::string state, bool wait) override;
    void LookAgain(sdbus::Result<>&& result) override;
    void Play(sdbus::Result<>&& result, std::string by, std::string state, std::string reason,
              std::string detail) override;
    void EndPlay(sdbus::Result<>&& result) override;
    void Hold(const std::uint64_t& number, const std::uint64_t& parent, const std::string& guid,
              const std::string& instance, const bool& can_leave, const bool& can_return,
              const std::string& state, const std::string& reason) override;

    void Release(const std::uint64_t& number) override { objects_.release(number); }

    std::vector<sdbus::Struct<sdbus::ObjectPath, sdbus::ObjectPath, std::uint32_t, std::string, std::string,
                              std::string, std::string>>
    Objects() override;

    void Report(const bool& ok, const std::string& endpoint) override;
    std::tuple<std::vector<sdbus::Struct<std::string, bool, bool, std::string, std::string, std::string,
                                         std::vector<sdbus::Struct<std::string, bool, double, std::string>>,
                                         double, std::int64_t, bool, std::int64_t>>,
               std::uint64_t, std::int64_t>
    Explain() override;

    std::string Name() override { return profile_.name; }

    std::vector<std::string> Endpoints() override;

    std::string State() override { return std::string(word(standing_.state)); }

    std::string Reason() override { return std::string(word(standing_.reason)); }

    std::string Detail() override;

    std::uint64_t Since() override { return since_; }

    std::string Wish() override { return std::string(word(wish_)); }

    std::string Verdict() override;

    const Surroundings& around_;
    model::Profile profile_;
    engine::Watched watched_;
    dispatch::Token token_ = dispatch::Token::none;
    std::shared_ptr<Barrier> barrier_;
    std::optional<Consequences> consequences_;

    std::uint64_t sequence_ = 0;
    model::Standing standing_; ///< as it was last told
    std::uint64_t since_ = 0;  ///< microseconds since 1970
    offline::State wish_ = offline::State::online;

    std::string player_; ///< who plays; empty: nobody
    Members members_;
    ObjectsHeld objects_;
    std::size_t being_kept_ = 0;      ///< wishes that are on their way to disk
    std::uint64_t wished_change_ = 0; ///< whose START is out; 0: none
    std::uint64_t gathered_ = 0;      ///< the wished change in which everybody here has returned from START
    base::Instant started_{};
};

} // namespace offline::bus
