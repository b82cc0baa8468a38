#include <mapioffline.h>

HMODULE library;
