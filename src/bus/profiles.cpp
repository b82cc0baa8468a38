#include "bus/profiles.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "engine/profile_places.h"

namespace offline::bus {
namespace {

using base::Code;
using base::failure;

constexpr auto until_written = std::chrono::milliseconds(20); // an editor makes several events of one change

std::array<std::filesystem::path, 2> folders() {
    return {engine::own_profiles(), engine::system_wide_profiles()};
}

} // namespace

Profiles::Profiles(const Surroundings& around, Say say)
    : around_(around),
      say_(std::move(say)),
      store_(engine::ProfileStore::of_this_user()),
      settling_(around.loop) {}

// First it is listened, then read: what happens in between is read again.
void Profiles::reload() {
    listen_to_files();
    read_at_ = folder_times();
    auto [loaded, refused] = store_.list();
    tell_refused(refused);
    std::set<std::string> keys;
    for (auto& profile : loaded) {
        keys.insert(model::name_key(profile.name));
        take_up(std::move(profile));
    }
    drop_those_without_file(keys);
    announces_ = true;
}

void Profiles::listen_to_files() {
    auto opened = sources::FileNews::open(around_.loop);
    if (!opened) {
        if (!std::exchange(news_, nullptr))
            say_.warn(opened.error().what + "; send SIGHUP when a profile changed");
        return;
    }
    const auto heard = [this] { settle_and_reload(); };
    for (const auto& folder : folders()) {
        (*opened)->follow_all_in(folder.string(), heard);
        std::error_code error;
        for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
             entry.increment(error))
            if (entry->is_symlink(error) && entry->path().extension() == ".toml")
                (*opened)->follow(entry->path().string(), heard);
    }
    news_ = std::move(*opened);
}

void Profiles::settle_and_reload() {
    settling_.expires_after(until_written);
    settling_.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled)
            reload();
    });
}

void Profiles::tell_refused(const std::vector<base::Failure>& refused) {
    std::set<std::string> now;
    for (const auto& each : refused)
        if (now.insert(each.what).second && !refused_.contains(each.what))
            say_.warn(each.what);
    refused_ = std::move(now);
}

void Profiles::take_up(model::Profile profile) {
    auto* known = find(model::name_key(profile.name));
    if (!known) {
        const auto key = model::name_key(profile.name);
        auto object = ProfileOnBus::open(around_, std::move(profile));
        if (announces_)
            object->announce();
        profiles_.emplace(key, OnBus{std::move(object), true});
        return;
    }
    known->has_file = true;
    profile.name = known->object->profile().name;
    if (profile != known->object->profile())
        known->object->replace(std::move(profile));
}

void Profiles::drop_those_without_file(const std::set<std::string>& keys) {
    for (auto each = profiles_.begin(); each != profiles_.end();) {
        auto& [object, has_file] = each->second;
        const auto name = object->profile().name;
        if (!has_file || keys.contains(each->first) || !has_no_file_any_more(name)) {
            ++each;
            continue;
        }
        say_.note("the profile \"" + name + "\" has no file any more");
        has_file = false;
        if (object->is_held()) {
            object->replace({.name = name});
            ++each;
        } else {
            object->renounce();
            each = profiles_.erase(each);
        }
    }
}

// Where its file is refused, or cannot be read for now, it stays as it was.
bool Profiles::has_no_file_any_more(const std::string& name) const {
    const auto loaded = store_.load(name);
    return !loaded && loaded.error().code == Code::not_found;
}

Profiles::FolderTimes Profiles::folder_times() const {
    FolderTimes times{};
    std::error_code missing;
    std::ranges::transform(folders(), times.begin(), [&](const auto& folder) {
        return std::filesystem::last_write_time(folder, missing);
    });
    return times;
}

Profiles::OnBus* Profiles::find(const std::string& key) {
    const auto found = profiles_.find(key);
    return found == profiles_.end() ? nullptr : &found->second;
}

base::Result<std::string> Profiles::open(std::string_view name, bool create) {
    if (name.size() > longest_name)
        return create ? failure(Code::limit_reached,
                                "the name is too long: " + std::to_string(longest_name) + " bytes at most")
                      : failure(Code::not_found, "there is no profile of so long a name");
    const auto key = model::name_key(name);
    if (!find(key) && folder_times() != read_at_)
        reload(); // its file was made a moment ago
    if (!find(key) && !refused_.empty()) {
        const auto again = store_.load(name);
        if (!again && again.error().code != Code::not_found)
            return again.error();
        if (again)
            reload(); // it was mended a moment ago
    }
    if (const auto* known = find(key))
        return known->object->path();
    if (!create)
        return engine::no_such_profile(name);
    return this->create(name, key);
}

base::Result<std::string> Profiles::create(std::string_view name, const std::string& key) {
    const auto created =
        std::ranges::count_if(profiles_, [](const auto& each) { return !each.second.has_file; });
    if (static_cast<std::size_t>(created) >= most_created)
        return failure(Code::limit_reached,
                       "too many profiles without a file were made already; make files of those that stay");
    auto object = ProfileOnBus::open(around_, {.name = std::string(name)});
    object->announce();
    return profiles_.emplace(key, OnBus{std::move(object), false}).first->second.object->path();
}

void Profiles::for_each(const std::function<void(const ProfileOnBus&)>& visit) const {
    for (const auto& [key, each] : profiles_)
        visit(*each.object);
}

void Profiles::left(const std::string& connection) {
    for (auto& [key, each] : profiles_)
        each.object->left(connection);
}

} // namespace offline::bus
