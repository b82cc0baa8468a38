// Runs the client in C. Usage: abi_c_client [LIBRARY]; without it, MAPIOFFLINE_LIBRARY.
#include <stdio.h>
#include <stdlib.h>

#include "abi/c_client.h"
#include "abi/library.h"

int main(int argc, char** argv) {
    const char* const path = library_path(argc, argv);
    void* const library = path ? library_load(path) : NULL;
    if (!library) {
        fprintf(stderr, "usage: %s [LIBRARY]: the library to test, else that of MAPIOFFLINE_LIBRARY\n",
                argv[0]);
        return 2;
    }
    int failed = 0;
    for (size_t open = 0; names_of_open[open]; ++open)
        for (size_t create = 0; names_of_create[create]; ++create) {
            const struct EntryPoints points = {(Open*)library_function(library, names_of_open[open]),
                                               (Create*)library_function(library, names_of_create[create])};
            if (!points.open || !points.create) {
                fprintf(stderr, "%s lacks %s or %s\n", path, names_of_open[open], names_of_create[create]);
                failed = 1;
                continue;
            }
            for (const struct CTest* test = c_tests; test->name; ++test) {
                const char* const what = test->run(&points);
                printf("CClient.%s: %s\n", test->name, what ? what : "ok");
                failed |= what != NULL;
            }
        }
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
