struct IMAPIOffline;
struct IMAPIOfflineMgr;
struct IMAPIOfflineNotify;
struct MAPIOFFLINE_ADVISEINFO;
struct MAPIOFFLINE_AGGREGATEINFO;
struct MAPIOFFLINE_CONNECTINFO;
struct MAPIOFFLINE_CREATEINFO;
struct MAPIOFFLINE_NOTIFY;

struct IMAPIOfflineMgr* same_manager(struct IMAPIOfflineMgr* manager);
unsigned size_of_creation(const struct MAPIOFFLINE_CREATEINFO* creation);

#include <mapioffline.h>

IMAPIOfflineMgr* same_manager(IMAPIOfflineMgr* manager) { return manager; }

unsigned size_of_creation(const MAPIOFFLINE_CREATEINFO* creation) { return creation->ulSize; }
