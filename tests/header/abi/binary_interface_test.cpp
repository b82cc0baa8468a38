#include "abi/c_side.h"
#include "abi/recording_manager.h"
#include <gtest/gtest.h>

namespace {

std::string called_by_slot(int slot) {
    RecordingManager manager;
    call_slot(&manager, slot);
    return manager.called;
}

TEST(BinaryInterface, HasEachMethodInItsPublishedSlot) {
    const char* const published[] = {
        "QueryInterface",  "AddRef",          "Release",       "SetCurrentState 123+",
        "GetCapabilities", "GetCurrentState", "Placeholder1+", "Advise 45",
        "Unadvise 67",     "Placeholder2",    "Placeholder3",  "Placeholder4",
        "Placeholder5",    "Placeholder6",    "Placeholder7",  "Placeholder8"};
    for (int slot = 0; slot < 16; ++slot)
        EXPECT_EQ(called_by_slot(slot), published[slot]) << "slot " << slot;
}

TEST(BinaryInterface, ReturnsResultsAndFillsPointersAcrossTheLanguages) {
    RecordingManager manager;
    EXPECT_EQ(call_slot(&manager, 4), 3u) << "GetCapabilities gives both bits";
    EXPECT_EQ(call_slot(&manager, 5), 1u) << "GetCurrentState gives offline";
    EXPECT_EQ(call_slot(&manager, 9), static_cast<ULONG>(MAPI_E_NO_SUPPORT));
}

TEST(BinaryInterface, GivesAnObjectBackUnchangedAfterATripThroughC) {
    RecordingManager manager;
    ULONG state = 0;
    EXPECT_EQ(c_asks(&manager, &state), &manager);
    EXPECT_EQ(state, static_cast<ULONG>(MAPIOFFLINE_STATE_OFFLINE));
    EXPECT_EQ(manager.references, 1u);
}

TEST(BinaryInterface, LetsCppCallACallbackWrittenInC) {
    RecordingManager manager;
    CRecord record;
    EXPECT_EQ(c_registers(&manager, c_listener(&record), 77), S_OK);
    EXPECT_EQ(record.calls, 1u);
    EXPECT_EQ(record.references, 1u);
    EXPECT_EQ(record.last.ulSize, 24u);
    EXPECT_EQ(record.last.NotifyType, MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE);
    EXPECT_EQ(record.last.ulClientToken, 77u);
    EXPECT_EQ(record.last.Info.StateChange.ulStateNew, static_cast<ULONG>(MAPIOFFLINE_STATE_OFFLINE));
    EXPECT_EQ(manager.called, "Unadvise 09");
}

TEST(BinaryInterface, LetsCppAskAnObjectWrittenInCForItsFaces) {
    CRecord record;
    void* face = &record;
    EXPECT_EQ(c_listener(&record)->QueryInterface(IID_IMAPIOfflineMgr, &face), E_NOINTERFACE);
    EXPECT_EQ(face, nullptr);
    EXPECT_EQ(c_listener(&record)->QueryInterface(IID_IMAPIOfflineNotify, &face), S_OK);
    EXPECT_EQ(face, c_listener(&record));
}

} // namespace
