#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "base/result.h"
#include "bus/profile_on_bus.h"
#include "bus/say.h"
#include "engine/profile_store.h"
#include "sources/file_news.h"

namespace offline::bus {

/// The profiles on the bus: those on disk, as they come, change and go, and those that programs made.
///
/// Threads: the loop's one.
class Profiles {
public:
    static constexpr std::size_t most_created = 1000;
    static constexpr std::size_t longest_name = 255;

    /// What it is given outlives it.
    Profiles(const Surroundings& around, Say say);
    Profiles(const Profiles&) = delete;
    Profiles& operator=(const Profiles&) = delete;

    /// Takes up what is on disk now. A file that is refused is told of, once, and leaves its profile as it
    /// is.
    void reload();

    /// The object path of the profile of that name, which is made if there is none and `create`.
    base::Result<std::string> open(std::string_view name, bool create);

    void for_each(const std::function<void(const ProfileOnBus&)>& visit) const;

    /// That connection has left the bus.
    void left(const std::string& connection);

private:
    struct OnBus {
        std::shared_ptr<ProfileOnBus> object;
        bool has_file;
    };

    using FolderTimes = std::array<std::filesystem::file_time_type, 2>;

    void listen_to_files();
    void settle_and_reload();
    void tell_refused(const std::vector<base::Failure>& refused);
    void take_up(model::Profile profile);
    void drop_those_without_file(const std::set<std::string>& keys);
    bool has_no_file_any_more(const std::string& name) const;
    FolderTimes folder_times() const;
    OnBus* find(const std::string& key);
    base::Result<std::string> create(std::string_view name, const std::string& key);

    const Surroundings& around_;
    const Say say_;
    const engine::ProfileStore store_;
    std::unique_ptr<sources::FileNews> news_;
    boost::asio::steady_timer settling_;
    FolderTimes read_at_{}; ///< of the folders, when they were read
    bool announces_ = false;
    std::set<std::string> refused_;         ///< what was told of refused files
    std::map<std::string, OnBus> profiles_; ///< by key of the name
};

} // namespace offline::bus
