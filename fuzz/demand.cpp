#include "fuzz/demand.h"

#include <cstdio>
#include <cstdlib>

namespace offline::fuzz {

void demand(bool holds, const char* promise) {
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", promise);
    std::abort();
}

} // namespace offline::fuzz
