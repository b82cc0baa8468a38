#include "base/error.h"

#include <array>
#include <cstddef>

namespace offline::base {
namespace {

// Values of the HRESULTs: the Offline State API reference and winerror.h.
constexpr auto table = std::to_array<ErrorRow>({
    {Code::unexpected, "an unexpected failure", 0x8000FFFFU, "org.offlined.Error.Unexpected", 1},
    {Code::invalid_argument, "an argument is not valid", 0x80070057U, "org.offlined.Error.InvalidArgument",
     2},
    {Code::no_interface, "the object lacks that interface", 0x80004002U, "org.offlined.Error.NoInterface", 1},
    {Code::pending, "a change is under way", 0x8000000AU, "org.offlined.Error.Pending", 1},
    {Code::out_of_memory, "out of memory", 0x8007000EU, "org.offlined.Error.OutOfMemory", 1},
    {Code::null_pointer, "a pointer is null", 0x80004003U, "org.offlined.Error.NullPointer", 2},
    {Code::not_found, "there is no such profile", 0x8004010FU, "org.offlined.Error.NotFound", 4},
    {Code::no_support, "the object cannot do that", 0x80040102U, "org.offlined.Error.NoSupport", 1},
    {Code::offline, "the profile is offline", 0x80040126U, "org.offlined.Error.Offline", 3},
    {Code::timeout, "time is up", 0x80040401U, "org.offlined.Error.Timeout", 124},
    {Code::usage, "wrong use", 0x80070057U, "org.offlined.Error.Usage", 2},
    {Code::profile_invalid, "the profile file is not valid", 0x80070057U, "org.offlined.Error.ProfileInvalid",
     2},
    {Code::profile_exists, "there is such a profile already", 0x80070057U, "org.offlined.Error.ProfileExists",
     2},
    {Code::no_permission, "permission denied", 0x80070005U, "org.offlined.Error.NoPermission", 1},
    {Code::no_daemon, "this needs the daemon", 0x80040102U, "org.offlined.Error.NoDaemon", 2},
    {Code::limit_reached, "there is too much of it already", 0x8004010EU, "org.offlined.Error.LimitReached",
     1},
});

constexpr bool rows_stand_in_the_order_of_the_codes() {
    for (std::size_t i = 0; i < table.size(); ++i)
        if (static_cast<std::size_t>(table[i].code) != i)
            return false;
    return true;
}

static_assert(rows_stand_in_the_order_of_the_codes());
static_assert(table.size() == static_cast<std::size_t>(Code::limit_reached) + 1);

} // namespace

std::span<const ErrorRow> error_table() noexcept { return table; }

const ErrorRow& row(Code code) noexcept { return table[static_cast<std::size_t>(code)]; }

} // namespace offline::base
