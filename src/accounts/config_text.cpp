#include "accounts/config_text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace offline::accounts {
namespace {

using base::Code;
using std::filesystem::path;

constexpr std::size_t longest_file = 4 << 20; // a prefs.js of ten years has some hundred kilobytes
constexpr std::size_t most_entries = 1000;

class OpenFile {
public:
    // O_NONBLOCK: a FIFO of that name must not hold the program up.
    explicit OpenFile(const path& file)
        : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}

    ~OpenFile() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }

    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

base::Failure cannot_read(const path& file, int error) {
    return base::failure(error == EACCES || error == EPERM ? Code::no_permission
                         : error == ENOENT                 ? Code::usage
                                                           : Code::unexpected,
                         file.native() + " cannot be read: " + std::strerror(error) +
                             "; see to it, or name another place with --from");
}

} // namespace

base::Result<std::string> read_config(const path& file) {
    const OpenFile open(file);

    struct stat status {};

    if (open.descriptor() < 0 || ::fstat(open.descriptor(), &status) != 0)
        return cannot_read(file, errno);
    if (!S_ISREG(status.st_mode))
        return base::failure(Code::usage, file.native() + " is no file; name one with --from");
    std::string text(longest_file + 1, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const auto count = ::read(open.descriptor(), text.data() + length, text.size() - length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return cannot_read(file, errno);
        if (count == 0)
            break;
        length += static_cast<std::size_t>(count);
    }
    if (length > longest_file)
        return base::failure(Code::usage, file.native() + " is longer than 4 MiB; that is no configuration");
    text.resize(length);
    text.shrink_to_fit();
    return text;
}

std::vector<path> entries_of(const path& folder, std::string_view beginning, std::string_view ending) {
    std::vector<path> entries;
    std::error_code failed;
    for (std::filesystem::directory_iterator entry(folder, failed), end;
         !failed && entry != end && entries.size() < most_entries; entry.increment(failed)) {
        const auto name = entry->path().filename().native();
        if (name.size() >= beginning.size() + ending.size() && name.starts_with(beginning) &&
            name.ends_with(ending))
            entries.push_back(entry->path());
    }
    std::ranges::sort(entries);
    return entries;
}

bool is_folder(const path& place) {
    std::error_code failed;
    return std::filesystem::is_directory(place, failed);
}

} // namespace offline::accounts
