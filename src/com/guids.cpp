// The one place where the library defines the GUIDs of the API.
#define INITGUID
#include <mapioffline.h>
