#include "offlinectl/verbs.h"

namespace offline::offlinectl {

base::Result<int> set(const SetWanted&, Console&) {
    return base::failure(base::Code::no_daemon,
                         "a wish lasts only where a daemon keeps it, and none is running; in a program of "
                         "your own, call SetCurrentState");
}

} // namespace offline::offlinectl
