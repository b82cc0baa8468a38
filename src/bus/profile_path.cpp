#include "bus/profile_path.h"

#include "bus/names.h"
#include "model/profile.h"

namespace offline::bus {

// Letters beyond ASCII stay in upper case, since they have no lower case that is the same for all names that
// are one profile.
std::string profile_path(std::string_view name) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string path(manager_path);
    path += "/profile/";
    if (name.empty())
        return path + '_';
    for (const char c : model::name_key(name)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c >= 'A' && c <= 'Z')
            path += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            path += c;
        else
            path += {'_', digits[byte >> 4], digits[byte & 0xF]};
    }
    return path;
}

} // namespace offline::bus
