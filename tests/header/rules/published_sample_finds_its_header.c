#include <ConnectionState.h>

#ifndef MAPIOFFLINE_H
#error ConnectionState.h is to include mapioffline.h
#endif
