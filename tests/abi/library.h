// The library under test: taken by its path, as a program takes it that was built without it, and found by
// the names that it exports. For C and C++; the one place that knows how a system loads libraries.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

typedef void (*LibraryFunction)(void);

// The path: the program's last argument, else the environment variable MAPIOFFLINE_LIBRARY; null without
// either.
const char* library_path(int argc, char** argv);

// Null where it cannot be loaded; why is said on stderr.
void* library_load(const char* path);
// Null where it exports no such name.
LibraryFunction library_function(void* library, const char* name);
void library_free(void* library);

// The names that clients ask for, ended by null: on Windows the decorated ones too.
extern const char* const names_of_open[];
extern const char* const names_of_create[];

#ifdef __cplusplus
}
#endif
