#include "mapioffline.h" // the published sample add-in includes this name
