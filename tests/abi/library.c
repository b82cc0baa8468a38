#include "abi/library.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>

const char* const names_of_open[] = {"HrOpenOfflineObj", "HrOpenOfflineObj@20", NULL};
const char* const names_of_create[] = {"HrCreateOfflineObj", "HrCreateOfflineObj@12", NULL};

void* library_load(const char* path) {
    HMODULE library = LoadLibraryA(path);
    if (!library)
        fprintf(stderr, "%s: error %lu\n", path, GetLastError());
    return library;
}

LibraryFunction library_function(void* library, const char* name) {
    return (LibraryFunction)GetProcAddress((HMODULE)library, name);
}

void library_free(void* library) { FreeLibrary((HMODULE)library); }

#else
#include <dlfcn.h>

const char* const names_of_open[] = {"HrOpenOfflineObj", NULL};
const char* const names_of_create[] = {"HrCreateOfflineObj", NULL};

void* library_load(const char* path) {
    void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        fprintf(stderr, "%s\n", dlerror());
    return library;
}

LibraryFunction library_function(void* library, const char* name) {
    void* const symbol = dlsym(library, name);
    LibraryFunction function = NULL;
    memcpy(&function, &symbol, sizeof function); // POSIX promises that it fits, C has no cast that says so
    return function;
}

void library_free(void* library) { dlclose(library); }

#endif

const char* library_path(int argc, char** argv) {
    return argc > 1 ? argv[argc - 1] : getenv("MAPIOFFLINE_LIBRARY");
}
