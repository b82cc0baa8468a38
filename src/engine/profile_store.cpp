#include "engine/profile_store.h"

#include <algorithm>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "engine/new_file.h"
#include "engine/profile_file.h"
#include "engine/profile_places.h"

namespace offline::engine {
namespace {

using base::Code;
using base::failure;
using base::Failure;
using base::Result;
using model::Profile;
using std::filesystem::path;

constexpr std::size_t longest_file_name = 255;

struct File {
    path where;
    Result<Profile> profile;
};

Failure system_failure(const path& file, std::string_view what, const std::error_code& error) {
    const bool denied = error == std::errc::permission_denied ||
                        error == std::errc::operation_not_permitted ||
                        error == std::errc::read_only_file_system;
    return failure(denied ? Code::no_permission : Code::unexpected,
                   file.string() + " cannot be " + std::string(what) + ": " + error.message() +
                       "; see to it, or set " + std::string(variable_of_own_profiles()) +
                       " to another folder");
}

std::vector<path> profile_files(const path& folder, std::vector<Failure>& refused) {
    std::vector<path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        if (entry->path().extension() == ".toml" && entry->path().filename().string().front() != '.')
            files.push_back(entry->path());
    if (error && error != std::errc::no_such_file_or_directory && error != std::errc::not_a_directory)
        refused.push_back(system_failure(folder, "read", error));
    std::ranges::sort(files);
    return files;
}

/// A file name for any profile name: what cannot stand in one is written %XX.
std::string file_name(std::string_view name) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool misleads = out.empty() && (c == '.' || is_a_device(name));
        if (c == '%' || misleads || !may_stand_in_a_file_name(c))
            out += {'%', digits[byte >> 4], digits[byte & 0xF]};
        else
            out += c;
    }
    return out + ".toml";
}

bool is_named_after_its_profile(const File& file) {
    return file.profile && file.where.filename() == file_name(file.profile->name);
}

/// What a folder holds. Of several files with the same profile the one named after it counts, else the first.
std::vector<File> read_folder(const path& folder, std::vector<Failure>& refused) {
    std::vector<File> found;
    for (const auto& file : profile_files(folder, refused))
        found.push_back({file, read_profile(file)});
    std::ranges::stable_partition(found, is_named_after_its_profile);
    std::set<std::string> keys;
    for (auto& [file, profile] : found)
        if (profile && !keys.insert(model::name_key(profile->name)).second)
            profile = failure(Code::profile_invalid, file.string() +
                                                         ":1:1: another file beside it holds the profile \"" +
                                                         profile->name + "\" already; expected another name");
    return found;
}

/// The profile in the file named after it: what read_folder would find, without reading all the others.
std::optional<Profile> read_named(const path& folder, std::string_view name) {
    auto profile = read_profile(folder / file_name(name));
    if (!profile || profile->name != name)
        return std::nullopt;
    return std::move(*profile);
}

const File* find(const std::vector<File>& files, std::string_view key) {
    const auto found = std::ranges::find_if(
        files, [&](const File& file) { return file.profile && model::name_key(file.profile->name) == key; });
    return found == files.end() ? nullptr : &*found;
}

// A refused file gives no name; the one it was made under is the next best.
const File* find_refused(const std::vector<File>& files, std::string_view key) {
    const auto found = std::ranges::find_if(files, [&](const File& file) {
        return !file.profile && model::name_key(file.where.stem().string()) == key;
    });
    return found == files.end() ? nullptr : &*found;
}

} // namespace

base::Failure no_such_profile(std::string_view name) {
    return failure(Code::not_found, "there is no profile \"" + std::string(name) +
                                        "\"; offlinectl profile list shows those that there are");
}

ProfileStore::ProfileStore(path own, path system_wide)
    : own_(std::move(own)), system_wide_(std::move(system_wide)) {}

ProfileStore ProfileStore::of_this_user() { return {own_profiles(), system_wide_profiles()}; }

ProfileStore::Loaded ProfileStore::list() const {
    Loaded loaded;
    std::set<std::string> keys;
    for (const auto& folder : {own_, system_wide_}) {
        for (auto& file : read_folder(folder, loaded.refused)) {
            if (!file.profile)
                loaded.refused.push_back(file.profile.error());
            else if (keys.insert(model::name_key(file.profile->name)).second)
                loaded.profiles.push_back(std::move(*file.profile));
        }
    }
    std::ranges::sort(loaded.profiles, {},
                      [](const Profile& profile) { return model::name_key(profile.name); });
    return loaded;
}

Result<Profile> ProfileStore::load(std::string_view name) const {
    const auto key = model::name_key(name);
    std::vector<Failure> unreadable;
    for (const auto& folder : {own_, system_wide_}) {
        if (auto named = read_named(folder, name))
            return std::move(*named);
        const auto files = read_folder(folder, unreadable);
        if (const auto* file = find(files, key))
            return *file->profile;
        // What the user wrote is not served by another profile because of a mistake in it.
        if (const auto* file = find_refused(files, key))
            return file->profile.error();
    }
    return unreadable.empty() ? no_such_profile(name) : unreadable.front();
}

Result<path> ProfileStore::add(const Profile& profile) const {
    if (const auto fit = check_profile_name(profile.name); !fit)
        return fit.error();
    std::vector<Failure> unreadable;
    const auto file = own_ / file_name(profile.name);
    if (file.filename().string().size() > longest_file_name)
        return failure(Code::usage, "the name is too long for the name of a file; choose a shorter one");
    const auto files = read_folder(own_, unreadable);
    if (const auto* other = find(files, model::name_key(profile.name)))
        return failure(Code::profile_exists, "there is a profile \"" + profile.name + "\" already, in " +
                                                 other->where.string() +
                                                 "; remove it first, or choose another name");
    if (const auto error = make_folders(own_))
        return system_failure(own_, "made", error);
    if (const auto error = write_new_file(file, print_profile(profile)))
        return error == std::errc::file_exists
                   ? failure(Code::profile_exists, file.string() +
                                                       " is there already, with another profile in it or "
                                                       "none; move it away, or choose another name")
                   : system_failure(file, "written", error);
    return file;
}

Result<path> ProfileStore::remove(std::string_view name) const {
    const auto key = model::name_key(name);
    std::vector<Failure> unreadable;
    const auto files = read_folder(own_, unreadable);
    const auto* file = find(files, key);
    if (!file)
        file = find_refused(files, key);
    if (!file) {
        const auto others = read_folder(system_wide_, unreadable);
        if (const auto* other = find(others, key))
            return failure(Code::no_permission,
                           "the profile \"" + other->profile->name +
                               "\" is system-wide; who administers this machine can remove " +
                               other->where.string());
        return unreadable.empty() ? no_such_profile(name) : unreadable.front();
    }
    std::error_code error;
    if (!std::filesystem::remove(file->where, error))
        return error ? system_failure(file->where, "removed", error) : no_such_profile(name);
    if (error = sync_folder(own_); error)
        return system_failure(own_, "brought to disk", error);
    return file->where;
}

} // namespace offline::engine
