#include <mapioffline.h>

const char* greeting = _T("hello");
