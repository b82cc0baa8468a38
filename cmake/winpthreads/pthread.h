// winpthreads' own header, and the wait that it lacks. Found before winpthreads' by the build, and so by libstdc++ too.
#pragma once

#include_next <pthread.h>
#ifdef __cplusplus
#include "../../src/base/windows/monotonic_wait.h"
#endif
