// A provider built on mapi4linux's types, whose IUnknown is another one than ours: examples/offline_bridge
// lets both live in one program.
#include <atomic>

#include <gtest/gtest.h>

#include "header/others/mapi4linux_like.h"
#include "offline_bridge.h"

namespace {

// Its destructor is in its table, before AddRef: no such object may ever be handed to the library.
class Store final : public IUnknown {
public:
    ULONG AddRef() override { return ++references_; }

    ULONG Release() override { return --references_; }

    HRESULT QueryInterface(REFIID, void**) override { return MAPI_E_NOT_FOUND; }

    static void told(void* store, int online) {
        auto& self = *static_cast<Store*>(store);
        self.online = online != 0;
        ++self.changes;
    }

    std::atomic<bool> online = true;
    std::atomic<int> changes = 0;

private:
    ULONG references_ = 1;
};

TEST(Bridge, TellsAProgramOfOtherBaseTypes) {
    Store store;
    auto* const bridge = offline_bridge_open(L"Bridged", Store::told, &store);
    ASSERT_TRUE(bridge);
    EXPECT_TRUE(offline_bridge_is_online(bridge));
    EXPECT_EQ(offline_bridge_wish(bridge, 0), 0);
    EXPECT_FALSE(store.online);
    EXPECT_FALSE(offline_bridge_is_online(bridge));
    EXPECT_EQ(offline_bridge_wish(bridge, 1), 0);
    EXPECT_TRUE(store.online);
    offline_bridge_close(bridge);
    EXPECT_EQ(store.changes, 2);
}

TEST(Bridge, IsNoneWithoutAName) {
    Store store;
    EXPECT_FALSE(offline_bridge_open(L"", Store::told, &store));
}

} // namespace
