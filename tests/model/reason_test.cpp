#include <offline/reason.h>

#include <set>
#include <string_view>

#include <gtest/gtest.h>

namespace offline {
namespace {

TEST(Reason, HasItsOwnWordAndSentenceThatReadBack) {
    std::set<std::string_view> words;
    std::set<std::string_view> sentences;
    for (int i = 0; i <= static_cast<int>(Reason::captive_portal); ++i) {
        const auto reason = static_cast<Reason>(i);
        EXPECT_EQ(reason_of(word(reason)), reason);
        EXPECT_TRUE(words.insert(word(reason)).second) << word(reason);
        EXPECT_TRUE(sentences.insert(sentence(reason)).second) << sentence(reason);
        EXPECT_FALSE(sentence(reason).ends_with('.')) << sentence(reason);
    }
    EXPECT_EQ(words,
              (std::set<std::string_view>{"ok", "unknown", "user", "parent", "settling", "suspended",
                                          "no-route", "dns-failed", "dns-not-found", "unreachable", "refused",
                                          "connect-timeout", "tls-failed", "tls-certificate", "tls-timeout",
                                          "no-greeting", "protocol", "service-refused", "captive-portal"}));
}

TEST(Reason, IsNotFoundByAnotherWord) {
    for (const char* text : {"", "OK", "no_route", "ok ", "online"})
        EXPECT_EQ(reason_of(text), std::nullopt) << text;
}

TEST(State, IsOneOfTwoWords) {
    EXPECT_EQ(word(State::online), "online");
    EXPECT_EQ(word(State::offline), "offline");
}

} // namespace
} // namespace offline
