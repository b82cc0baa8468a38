#include "sources/refusal.h"

#include <cerrno>

#include <linux/rtnetlink.h>

namespace offline::sources {

bool denies(int error) {
    switch (error) {
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EACCES:
    case EINVAL:
    case EAGAIN:
    case ENODEV:
    case EOPNOTSUPP: // a kernel without that family of addresses
    case EAFNOSUPPORT:
        return true;
    default:
        return false;
    }
}

int error_of_route(std::uint8_t type) {
    switch (type) {
    case RTN_BLACKHOLE:
        return EINVAL;
    case RTN_UNREACHABLE:
        return EHOSTUNREACH;
    case RTN_PROHIBIT:
        return EACCES;
    default:
        return ENETUNREACH;
    }
}

std::string words_of(int error, const std::string& whither) {
    switch (error) {
    case EACCES:
        return "routing prohibits " + whither;
    case EHOSTUNREACH:
        return "routing declares " + whither + " unreachable";
    case EINVAL:
        return "a black hole swallows what is sent to " + whither;
    default:
        return "no route to " + whither;
    }
}

} // namespace offline::sources
