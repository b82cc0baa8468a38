#pragma once

#include <filesystem>
#include <string_view>

namespace offline::servers {

/// A new folder of its own under the system's temporary one; gone, with all in it, at the end.
class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Writes a file in the folder, over what stands there (the same inode), and says where it is.
    std::filesystem::path write(std::string_view name, std::string_view text) const;

private:
    std::filesystem::path path_;
};

} // namespace offline::servers
