#pragma once

#include <pthread.h>
#include <time.h>

// winpthreads waits until a moment of the wall clock and has no other; its library of C++ then measures the
// way there twice on a clock that anybody may set in between. With this function, and the macro that says it
// is there, std::condition_variable waits by std::chrono::steady_clock alone. cmake/winpthreads/pthread.h
// brings it to whoever includes <pthread.h>.
extern "C" int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                                      const struct timespec* until);
