#include <mapioffline.h>

HROPENOFFLINEOBJ open_profile = 0;
