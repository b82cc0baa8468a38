#pragma once

// How the native examples print what they are told.
#include <iomanip>
#include <iostream>
#include <offline/session.h>

inline const char* name(offline::Notification::Kind kind) {
    using Kind = offline::Notification::Kind;
    switch (kind) {
    case Kind::snapshot:
        return "now";
    case Kind::start:
        return "START";
    case Kind::statechange:
        return "STATECHANGE";
    case Kind::done:
        return "DONE";
    case Kind::reason:
        return "reason";
    }
    return "";
}

inline void print(const offline::Notification& told) {
    std::cout << std::left << std::setw(13) << name(told.kind);
    if (told.old_state != told.new_state)
        std::cout << word(told.old_state) << " -> ";
    std::cout << word(told.new_state) << " (" << word(told.reason) << ") " << told.detail << std::endl;
}
