#include <mapioffline.h>

#include "zarafa_like.h"

#ifdef ZARAFA_LIKE_DECLARED
#error the guard is to keep their declarations out
#endif
