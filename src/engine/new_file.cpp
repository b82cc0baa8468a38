#include "engine/new_file.h"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace offline::engine {
namespace {

using std::filesystem::path;

std::error_code last_error() { return {errno, std::generic_category()}; }

/// A descriptor that is closed at the end.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() {
        if (number_ >= 0)
            close(number_);
    }

    int number() const { return number_; }

    explicit operator bool() const { return number_ >= 0; }

private:
    int number_;
};

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto count = write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR)
            return false;
        text.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
}

/// Writes a file beside it, brings that to disk, and puts it in its place.
std::error_code write_by(const path& file, std::string_view text, int (*put)(const char*, const char*)) {
    std::string beside = (file.parent_path() / ".new-XXXXXX").native();
    const Descriptor descriptor(mkostemp(beside.data(), O_CLOEXEC)); // mode 0600
    if (!descriptor)
        return last_error();
    std::error_code error;
    if (!write_all(descriptor.number(), text) || fsync(descriptor.number()) != 0 ||
        put(beside.c_str(), file.c_str()) != 0)
        error = last_error();
    unlink(beside.c_str());
    return error ? error : sync_folder(file.parent_path());
}

} // namespace

// The XDG base directory specification asks for 0700.
std::error_code make_folders(const path& folder) {
    path made;
    for (const auto& part : folder) {
        made /= part;
        if (mkdir(made.c_str(), S_IRWXU) == 0)
            continue;
        const auto error = last_error();
        std::error_code unknown;
        if (!std::filesystem::is_directory(made, unknown))
            return error;
    }
    return {};
}

std::error_code write_new_file(const path& file, std::string_view text) {
    // A rename that refuses to overwrite is unknown to some file systems (NFS); a link is not.
    return write_by(file, text, link);
}

std::error_code replace_file(const path& file, std::string_view text) { return write_by(file, text, rename); }

std::error_code sync_folder(const path& folder) {
    const Descriptor descriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor || fsync(descriptor.number()) != 0)
        return last_error();
    return {};
}

} // namespace offline::engine
