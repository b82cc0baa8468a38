// Objects that a program makes by the API, as others see them on the bus.
#include <csignal>
#include <cstdlib>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <unistd.h>

#include "bus/daemon_on_bus.h"
#include "bus/objects.h"
#include "com/children.h"

namespace offline {
namespace {

using clients::Manager;
using testing::HasSubstr;
using testing::SizeIs;

class ObjectsOfAProgram : public bus::DaemonTest {
protected:
    void SetUp() override {
        DaemonTest::SetUp();
        if (IsSkipped())
            return;
        ::setenv("DBUS_SESSION_BUS_ADDRESS", daemon().address().c_str(), 1);
        ::setenv("MAPIOFFLINE_RUNTIME", "daemon", 1);
        daemon().start();
        make();
    }

    void make() {
        global_ = clients::create(L"Work");
        provider_ =
            clients::child(L"Work", {.guid = &clients::provider_guid, .instance = &clients::instance_a});
        store_ = clients::child(L"Work",
                                {.capabilities = MAPIOFFLINE_CAPABILITY_OFFLINE, .parent = provider_.get()});
    }

    using Listed = std::map<std::string, bus::Objects::Properties>;

    // As another program sees them; none while there is no daemon.
    Listed seen() {
        bus::Client other(daemon().address());
        try {
            return bus::Objects(other.connection()).listed();
        } catch (const sdbus::Error&) {
            return {};
        }
    }

    // Provider and store: state and reason.
    bool are_seen_as(const std::string& provider, const std::string& store) {
        return bus::comes_true([&] {
            std::string of_provider;
            std::string of_store;
            for (const auto& [path, object] : seen())
                (object.at("Guid").empty() ? of_store : of_provider) =
                    object.at("State") + " " + object.at("Reason");
            return of_provider == provider && of_store == store;
        });
    }

    Manager global_, provider_, store_;
};

TEST_F(ObjectsOfAProgram, AreSeenByOthersAsItMadeThem) {
    ASSERT_TRUE(are_seen_as("online unknown", "online unknown"));
    const auto objects = seen();
    ASSERT_THAT(objects, SizeIs(2));
    const auto& provider = *objects.begin(); // they are numbered as they come
    const auto& store = *std::next(objects.begin());
    EXPECT_EQ(provider.second.at("Guid"), "{11111111-2222-3333-0404-040404040404}");
    EXPECT_EQ(provider.second.at("Instance"), "{0000000A-0000-0000-0000-000000000000}");
    EXPECT_EQ(provider.second.at("Parent"), provider.second.at("Profile"));
    EXPECT_EQ(store.second.at("Parent"), provider.first);
    EXPECT_EQ(store.second.at("Capabilities"), "offline");
}

TEST_F(ObjectsOfAProgram, AreSeenToFollowWhatIsWished) {
    ASSERT_EQ(clients::set_and_wait(*provider_, MAPIOFFLINE_STATE_OFFLINE), S_OK);
    EXPECT_TRUE(are_seen_as("offline user", "offline parent"));
    ASSERT_EQ(clients::set_once_free(*provider_, MAPIOFFLINE_STATE_ONLINE), S_OK);
    EXPECT_TRUE(are_seen_as("online unknown", "offline parent")) << "a store that cannot return stays";
    ASSERT_EQ(clients::set_once_free(*global_, MAPIOFFLINE_STATE_OFFLINE), S_OK);
    EXPECT_TRUE(are_seen_as("offline parent", "offline parent"));
}

TEST_F(ObjectsOfAProgram, AreSeenNoMoreOnceTheyAreReleased) {
    ASSERT_TRUE(are_seen_as("online unknown", "online unknown"));
    provider_.reset();
    EXPECT_THAT(seen(), SizeIs(2)) << "the store hangs under it";
    store_.reset();
    EXPECT_TRUE(bus::comes_true([&] { return seen().empty(); }));
}

TEST_F(ObjectsOfAProgram, AreAsManyAsItLikesThoughNotAllAreShown) {
    std::vector<Manager> many;
    for (int i = 0; i < 400; ++i)
        many.push_back(clients::child(L"Work", {}));
    EXPECT_EQ(clients::set_and_wait(*global_, MAPIOFFLINE_STATE_OFFLINE), S_OK);
    EXPECT_EQ(clients::state_of(*many.back()), MAPIOFFLINE_STATE_OFFLINE);
    EXPECT_THAT(seen(), SizeIs(250));
    many.clear();
    EXPECT_TRUE(bus::comes_true([&] { return seen().size() == 2; }));
}

TEST_F(ObjectsOfAProgram, AreExplainedUnderTheProfile) {
    ASSERT_EQ(clients::set_and_wait(*provider_, MAPIOFFLINE_STATE_OFFLINE), S_OK);
    ASSERT_TRUE(are_seen_as("offline user", "offline parent"));
    const auto why = servers::run({OFFLINECTL, "why", "Work"}, daemon().variables());
    const auto here = " of together_test (" + std::to_string(::getpid()) + ")  offline: ";
    EXPECT_THAT(why.output, HasSubstr("\n  provider {11111111-2222-3333-0404-040404040404}" + here +
                                      "user\n    a store" + here + "parent\n"));
    const auto json =
        boost::json::parse(servers::run({OFFLINECTL, "--json", "why", "Work"}, daemon().variables()).output);
    const auto& objects = json.at("objects").as_array();
    ASSERT_EQ(objects.size(), 2U);
    EXPECT_EQ(objects[0].at("reason").as_string(), "user");
    EXPECT_TRUE(objects[1].at("guid").is_null());
    EXPECT_EQ(objects[1].at("parent"), objects[0].at("object"));
}

TEST_F(ObjectsOfAProgram, AreSeenNoMoreThoughTheyWereReleasedWhileTheDaemonHung) {
    ASSERT_TRUE(are_seen_as("online unknown", "online unknown"));
    daemon().process().signal(SIGSTOP);
    EXPECT_NE(clients::set_and_wait(*global_, MAPIOFFLINE_STATE_OFFLINE), S_OK); // and now that is known
    store_.reset();
    provider_.reset();
    daemon().process().signal(SIGCONT);
    EXPECT_TRUE(bus::comes_true([&] { return seen().empty(); }));
}

TEST_F(ObjectsOfAProgram, AreSeenAtTheNextDaemonToo) {
    ASSERT_TRUE(are_seen_as("online unknown", "online unknown"));
    daemon().kill();
    ASSERT_EQ(clients::set_and_wait(*provider_, MAPIOFFLINE_STATE_OFFLINE), S_OK);
    daemon().start();
    EXPECT_TRUE(are_seen_as("offline user", "offline parent"));
    EXPECT_THAT(seen(), SizeIs(2));
}

} // namespace
} // namespace offline
