#include <mapioffline.h>

void lose(IMAPIOfflineMgr* manager) { delete manager; }
