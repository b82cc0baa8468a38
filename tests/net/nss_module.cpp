// A module for /etc/nsswitch.conf, "hosts: offlinetest", that knows one host. What it has to be called and to
// return is told in the manual of the GNU C library, "Name Service Switch".
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

#include <netdb.h>
#include <netinet/in.h>
#include <nss.h>

namespace {

constexpr char name[] = "known-elsewhere.test";
constexpr std::array<std::uint8_t, 4> address{203, 0, 113, 9};

struct Room {
    char name_of_host[sizeof name];
    std::uint8_t bytes[4];
    char* addresses[2];
    char* aliases[1];
};

} // namespace

extern "C" __attribute__((visibility("default"))) nss_status
_nss_offlinetest_gethostbyname2_r(const char* wanted, int family, hostent* host, char* buffer,
                                  std::size_t size, int* error, int* host_error) {
    if (std::strcmp(wanted, name) != 0 || family != AF_INET) {
        *error = ENOENT;
        *host_error = HOST_NOT_FOUND;
        return NSS_STATUS_NOTFOUND;
    }
    void* aligned = buffer;
    if (std::align(alignof(Room), sizeof(Room), aligned, size) == nullptr) {
        *error = ERANGE;
        *host_error = NETDB_INTERNAL;
        return NSS_STATUS_TRYAGAIN;
    }
    auto* room = new (aligned) Room{};
    std::memcpy(room->name_of_host, name, sizeof name);
    std::memcpy(room->bytes, address.data(), address.size());
    room->addresses[0] = reinterpret_cast<char*>(room->bytes);
    *host = {.h_name = room->name_of_host,
             .h_aliases = room->aliases,
             .h_addrtype = AF_INET,
             .h_length = 4,
             .h_addr_list = room->addresses};
    return NSS_STATUS_SUCCESS;
}
