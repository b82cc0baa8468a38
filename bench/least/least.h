#pragma once

#include <mapioffline.h>

namespace offline::bench {

/// The least that an answer through the interface of a library can cost.
class Least {
public:
    virtual ~Least() = default;
    virtual HRESULT state(ULONG* to) = 0;
};

/// Loads a plain atomic and stores it. Made in a library of its own: a call into one takes longer than a call
/// within a program, because the processor predicts near targets better.
__attribute__((visibility("default"))) Least& plain_atomic();

} // namespace offline::bench
