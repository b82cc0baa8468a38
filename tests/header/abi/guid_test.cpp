#include "abi/guid_values.h"
#include <gtest/gtest.h>

#ifdef TWO_UNITS_DEFINE_THEM
#include "abi/c_side.h"
const GUID& iid_mgr_in_second_unit();
#endif

namespace {

TEST(Guids, HaveThePublishedValues) {
    EXPECT_EQ(GUID_GlobalState, published_global_state);
    EXPECT_EQ(IID_IMAPIOffline, published_offline);
    EXPECT_EQ(IID_IMAPIOfflineNotify, published_notify);
    EXPECT_EQ(IID_IMAPIOfflineMgr, published_mgr);
    EXPECT_EQ(IID_IUnknown, published_unknown);
    EXPECT_NE(IID_IMAPIOffline, IID_IUnknown);
}

#ifdef TWO_UNITS_DEFINE_THEM
TEST(Guids, AreOneObjectHoweverManyUnitsDefineThem) {
    EXPECT_EQ(&iid_mgr_in_second_unit(), &IID_IMAPIOfflineMgr);
    EXPECT_EQ(iid_mgr_in_c(), &IID_IMAPIOfflineMgr);
    EXPECT_EQ(guid_global_state_in_c(), &GUID_GlobalState);
}
#endif

} // namespace
