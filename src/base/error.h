#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace offline::base {

/// Everything that can go wrong, once. Each code has one row in the table, and each face of the
/// project (COM, D-Bus, command line) reads its own column of that row.
enum class Code : std::uint8_t {
    unexpected,
    invalid_argument,
    no_interface,
    pending,
    out_of_memory,
    null_pointer,
    not_found,
    no_support,
    offline,
    timeout,
    usage,
    profile_invalid,
    profile_exists,
    no_permission,
    no_daemon,
    limit_reached,
};

struct ErrorRow {
    Code code;
    std::string_view sentence;  ///< what happened, for people
    std::uint32_t hresult;      ///< what the COM face returns
    std::string_view dbus_name; ///< what the bus face returns
    int exit_status;            ///< what a program ends with
};

std::span<const ErrorRow> error_table() noexcept;
const ErrorRow& row(Code code) noexcept;

} // namespace offline::base
