// A client in C that knows the library by its two entry points alone. Each test gives null, or what did not
// hold.
#pragma once

#include "abi/hand_written.h"

struct EntryPoints {
    Open* open;
    Create* create;
};

struct CTest {
    const char* name;
    const char* (*run)(const struct EntryPoints* library);
};

// Ended by one without a name.
extern const struct CTest c_tests[];
