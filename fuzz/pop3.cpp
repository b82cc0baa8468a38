// What a POP3 server says.
#include "probes/pop3.h"

#include "fuzz/dialogue.h"
#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offline::probes;
    offline::fuzz::greet_and_leave({pop3::greet, pop3::leave, pop3::may_begin}, data, size);
    return 0;
}
