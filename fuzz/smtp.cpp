// What an SMTP server says.
#include "probes/smtp.h"

#include "fuzz/dialogue.h"
#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offline::probes;
    offline::fuzz::greet_and_leave({smtp::greet, smtp::leave, smtp::may_begin}, data, size);
    return 0;
}
