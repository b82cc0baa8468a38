// What an IMAP server says.
#include "probes/imap.h"

#include "fuzz/dialogue.h"
#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offline::probes;
    offline::fuzz::greet_and_leave({imap::greet, imap::leave, imap::may_begin}, data, size);
    return 0;
}
