// Objects of providers and stores, as programs say that they hold them.
#include <gmock/gmock.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "bus/objects.h"
#include "bus/switch_test.h"

namespace offline::bus {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const std::string provider_guid = "{11111111-2222-3333-0404-040404040404}";

class ObjectsTest : public SwitchTest {
protected:
    void SetUp() override {
        SwitchTest::SetUp();
        if (IsSkipped())
            return;
        watcher_ = client();
        objects_ = std::make_unique<Objects>(watcher_->connection());
    }

    // A provider's object is 1, and its store's is 2.
    void hold_two() {
        profile_->Hold(1, 0, provider_guid, "", true, true, "online", "ok");
        profile_->Hold(2, 1, "", "", true, false, "online", "ok");
    }

    static std::string path(int number) { return switch_path + ("/object/" + std::to_string(number)); }

    template <class Call>
    static std::string refused(Call call) {
        try {
            call();
        } catch (const sdbus::Error& error) {
            return short_name(error);
        }
        return "";
    }

    std::unique_ptr<Client> watcher_;
    std::unique_ptr<Objects> objects_;
};

TEST_F(ObjectsTest, AreListedWithWhatTheyAreAndWhoHoldsThem) {
    hold_two();
    const auto listed = objects_->listed();
    ASSERT_THAT(listed, SizeIs(2));
    const auto& provider = listed.at(path(1));
    EXPECT_EQ(provider.at("Profile"), switch_path);
    EXPECT_EQ(provider.at("Parent"), switch_path);
    EXPECT_EQ(provider.at("Guid"), provider_guid);
    EXPECT_EQ(provider.at("Capabilities"), "offline,online");
    EXPECT_EQ(provider.at("Holder"), program_->connection().getUniqueName());
    EXPECT_EQ(provider.at("Process"), std::to_string(::getpid()));
    const auto& store = listed.at(path(2));
    EXPECT_EQ(store.at("Parent"), path(1));
    EXPECT_EQ(store.at("Guid"), "");
    EXPECT_EQ(store.at("Capabilities"), "offline");
}

TEST_F(ObjectsTest, ComeMoveAndGoBySignals) {
    hold_two();
    profile_->Hold(2, 1, "", "", true, false, "offline", "user");
    profile_->Hold(2, 1, "", "", true, false, "offline", "user"); // says nothing new
    profile_->Release(2);
    EXPECT_THAT(objects_->hears(4),
                ElementsAre("+" + path(1), "+" + path(2), path(2) + " offline user", "-" + path(2)));
    EXPECT_THAT(objects_->listed(), SizeIs(1));
}

TEST_F(ObjectsTest, GoWithTheProgramThatHoldsThemChildrenFirst) {
    hold_two();
    profile_.reset();
    program_.reset();
    EXPECT_THAT(objects_->hears(4), ElementsAre("+" + path(1), "+" + path(2), "-" + path(2), "-" + path(1)));
    EXPECT_THAT(objects_->listed(), IsEmpty());
}

TEST_F(ObjectsTest, GoWithTheOneThatTheyHangUnder) {
    hold_two();
    profile_->Hold(3, 0, "", "", true, true, "online", "ok");
    profile_->Release(1);
    EXPECT_THAT(objects_->hears(5),
                ElementsAre("+" + path(1), "+" + path(2), "+" + path(3), "-" + path(2), "-" + path(1)));
}

TEST_F(ObjectsTest, OfAProgramWithAnyNameAreShown) {
    ::prctl(PR_SET_NAME, "\xD0\xBF\xD0\xBE\xD1\x87\xD1\x82\xD0\xB0\xD0\xBF\xD0\xBE\xD1"); // cut by the kernel
    hold_two();
    EXPECT_EQ(objects_->listed().at(path(1)).at("Program"),
              "\xD0\xBF\xD0\xBE\xD1\x87\xD1\x82\xD0\xB0\xD0\xBF\xD0\xBE\xEF\xBF\xBD");
}

TEST_F(ObjectsTest, AreNoReasonForADaemonToEndWithAFailure) {
    hold_two();
    EXPECT_EQ(daemon().end(), 0) << daemon().process().output();
}

TEST_F(ObjectsTest, AreTheCallersOwn) {
    hold_two();
    const auto other = client();
    const auto theirs = other->profile("Switch");
    theirs->Release(1);
    EXPECT_EQ(refused([&] { theirs->Hold(2, 1, "", "", true, true, "online", "ok"); }), "InvalidArgument");
    theirs->Hold(1, 0, provider_guid, "", true, true, "offline", "user");
    const auto listed = objects_->listed();
    EXPECT_EQ(listed.at(path(1)).at("State"), "online");
    EXPECT_EQ(listed.at(path(3)).at("State"), "offline");
}

TEST_F(ObjectsTest, AreRefusedWhereTheyCannotBe) {
    const auto hold = [&](std::uint64_t number, std::uint64_t parent, const std::string& guid,
                          const std::string& state, const std::string& reason) {
        return refused([&] { profile_->Hold(number, parent, guid, "", true, true, state, reason); });
    };
    EXPECT_EQ(hold(0, 0, "", "online", "ok"), "InvalidArgument");
    EXPECT_EQ(hold(1, 1, "", "online", "ok"), "InvalidArgument");
    EXPECT_EQ(hold(8, 0, "", "online", "ok"), "");
    EXPECT_EQ(hold(7, 8, "", "online", "ok"), "InvalidArgument") << "a parent has the lower number";
    profile_->Release(8);
    EXPECT_EQ(hold(1, 7, "", "online", "ok"), "InvalidArgument");
    EXPECT_EQ(hold(1, 0, "provider", "online", "ok"), "InvalidArgument");
    EXPECT_EQ(hold(1, 0, provider_guid + "0", "online", "ok"), "InvalidArgument");
    EXPECT_EQ(hold(1, 0, "", "up", "ok"), "InvalidArgument");
    EXPECT_EQ(hold(1, 0, "", "online", "luck"), "InvalidArgument");
    profile_->Release(1);
    EXPECT_THAT(objects_->listed(), IsEmpty());
}

TEST_F(ObjectsTest, OfOneProgramAreLimitedAndOthersDoNotNotice) {
    std::uint64_t held = 0;
    while (refused([&] { profile_->Hold(held + 1, 0, "", "", true, true, "online", "ok"); }) == "")
        ++held;
    EXPECT_EQ(held, 250U);
    const auto second = program_->profile("Second");
    EXPECT_EQ(refused([&] { second->Hold(1, 0, "", "", true, true, "online", "ok"); }), "LimitReached");
    const auto other = client();
    EXPECT_EQ(refused([&] { other->profile("Switch")->Hold(1, 0, "", "", true, true, "online", "ok"); }), "");
    profile_->Release(1);
    EXPECT_EQ(refused([&] { profile_->Hold(1, 0, "", "", true, true, "online", "ok"); }), "");
}

} // namespace
} // namespace offline::bus
