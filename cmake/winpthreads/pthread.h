// winpthreads' own header, and the wait that it lacks. The build has it found before winpthreads'.
#pragma once

#include_next <pthread.h>
#ifdef __cplusplus
#include "../../src/base/windows/monotonic_wait.h"
#endif
