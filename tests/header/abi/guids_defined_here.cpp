// The second unit of its program that defines the GUIDs: c_side.c is the first.
#define INITGUID
#include <mapioffline.h>

const GUID& iid_mgr_in_second_unit();

const GUID& iid_mgr_in_second_unit() { return IID_IMAPIOfflineMgr; }
