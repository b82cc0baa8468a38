// Exports the GUIDs as the library does: hidden visibility, and the switch of the library's own build.
#define INITGUID
#include <mapioffline.h>
