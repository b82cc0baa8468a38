#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <boost/system/result.hpp>

#include "base/error.h"

namespace offline::base {

/// Why something did not come about: the row of the error table, and one line for a person.
struct Failure {
    Code code;
    std::string what;
};

/// A value or a Failure. Libraries return it; programs print `what` and end with the row's exit status.
template <class T>
using Result = boost::system::result<T, Failure>;

inline Failure failure(Code code, std::string what) { return {code, std::move(what)}; }

// Found by argument-dependent look-up when value() is called on a failed result.
[[noreturn]] inline void throw_exception_from_error(const Failure& failed, const boost::source_location&) {
    throw std::runtime_error(failed.what);
}

} // namespace offline::base
