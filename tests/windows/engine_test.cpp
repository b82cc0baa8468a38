#include <gtest/gtest.h>

#include "windows/client.h"
#include "windows/server.h"

using offline::test::Library;
using offline::test::Listener;
using offline::test::Server;
using offline::test::write_profile;

namespace {

std::string profile_of(const std::string& scheme, const Server& server) {
    return "endpoints = [\"" + scheme + "://127.0.0.1:" + std::to_string(server.port()) +
           "\"]\n[probe]\nretry = \"100ms\"\nretry_max = \"100ms\"\nstrikes = 1\n";
}

// Told of the change to `state`, and of it alone.
void expect_change_to(ULONG state, const std::vector<MAPIOFFLINE_NOTIFY>& told, std::size_t from) {
    ASSERT_GE(told.size(), from + 3);
    for (std::size_t i = from; i < from + 3; ++i)
        EXPECT_EQ(told[i].Info.StateChange.ulStateNew, state);
}

TEST(Engine, GoesOfflineWhereNobodyListensAndOnlineWhenAServerComes) {
    Server server;
    server.go();
    write_profile("Returning", profile_of("tcp", server));
    const Library library;
    auto* const object = library.opened(L"RETURNING");
    ASSERT_NE(object, nullptr);
    Listener listener;
    listener.advise(*object);
    ASSERT_TRUE(listener.told(3));
    expect_change_to(MAPIOFFLINE_STATE_OFFLINE, listener.all(), 0);
    server.come_back();
    ASSERT_TRUE(listener.told(6));
    expect_change_to(MAPIOFFLINE_STATE_ONLINE, listener.all(), 3);
}

TEST(Engine, HearsAMailServersGreeting) {
    Server server("* OK ready\r\n");
    write_profile("Greeted", profile_of("imap", server));
    const Library library;
    auto* const object = library.opened(L"Greeted");
    ASSERT_NE(object, nullptr);
    ASSERT_TRUE(server.served(1));
    ULONG state = 0;
    object->GetCurrentState(&state);
    EXPECT_EQ(state, ULONG{MAPIOFFLINE_STATE_ONLINE});
}

TEST(Engine, GoesOfflineWhereSomethingElseAnswers) {
    const Server server("SSH-2.0-OpenSSH\r\n");
    write_profile("Stranger", profile_of("imap", server));
    const Library library;
    auto* const object = library.opened(L"Stranger");
    ASSERT_NE(object, nullptr);
    Listener listener;
    listener.advise(*object);
    ASSERT_TRUE(listener.told(3));
    expect_change_to(MAPIOFFLINE_STATE_OFFLINE, listener.all(), 0);
}

TEST(Engine, TakesAnEncryptedServerThatAcceptsConnectionsForOnline) {
    Server server;
    server.go();
    write_profile("Encrypted", profile_of("imaps", server));
    const Library library;
    auto* const object = library.opened(L"Encrypted");
    ASSERT_NE(object, nullptr);
    Listener listener;
    listener.advise(*object);
    ASSERT_TRUE(listener.told(3));
    server.come_back();
    ASSERT_TRUE(listener.told(6));
    expect_change_to(MAPIOFFLINE_STATE_ONLINE, listener.all(), 3);
}

TEST(Engine, RefusesAProfileThatIsNotUnderstood) {
    write_profile("Broken", "endpoints = 5\n");
    const Library library;
    EXPECT_EQ(library.opened(L"Broken"), nullptr);
}

} // namespace
