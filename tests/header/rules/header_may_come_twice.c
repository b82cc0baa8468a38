#include <mapioffline.h>

#include <mapioffline.h>

#if !defined(MAPIOFFLINE_H) || !defined(IMAPIOFFLINE_INCLUDED)
#error both guards are to be set
#endif
