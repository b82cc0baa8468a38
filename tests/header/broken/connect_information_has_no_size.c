#include <mapioffline.h>

int size_of_what_is_not_published = sizeof(MAPIOFFLINE_CONNECTINFO);
