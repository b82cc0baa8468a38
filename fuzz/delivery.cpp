// Operations on the list of registrations, and on the calls that are made to them.
#include "fuzz/audience.h"
#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    offline::fuzz::Audience().play({data, size});
    return 0;
}
