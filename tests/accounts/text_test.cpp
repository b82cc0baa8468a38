#include "accounts/text.h"

#include <gmock/gmock.h>

#include "accounts/ini.h"

namespace offline::accounts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Words, AreHeldTogetherByQuotesAndBackslashes) {
    EXPECT_THAT(words_of(R"( set  a="b \"c\" d" 'e\f' g\ h # i)"),
                ElementsAre("set", "a=b \"c\" d", "e\\f", "g h"));
    EXPECT_THAT(words_of(R"(a "" b#c "unfinished)"), ElementsAre("a", "", "b#c", "unfinished"));
    EXPECT_THAT(words_of("\\"), ElementsAre("\\"));
    EXPECT_THAT(words_of("   # only"), IsEmpty());
}

TEST(Lines, HaveEitherEnd) {
    EXPECT_THAT(lines_of("a\r\n\nb\r"), ElementsAre("a", "", "b"));
    EXPECT_THAT(lines_of(""), IsEmpty());
}

TEST(Ini, TakesTheLaterOfTwoValuesAndPassesOverWhatIsNone) {
    const Ini ini(
        "before = 1\n[a]\nKey = 1\n; comment\nkey=2\nno sign\n[broken\n[b]\nc : d=e\n[a]\nmore[$e]=x\n");
    EXPECT_THAT(ini.sections(), ElementsAre("a", "b"));
    EXPECT_EQ(ini.value("a", "key"), "2");
    EXPECT_EQ(ini.value("a", "more"), "x");
    EXPECT_EQ(ini.value("b", "c"), "d=e");
    EXPECT_EQ(ini.value("", "before"), "");
    EXPECT_EQ(ini.value("none", "key"), "");
}

} // namespace
} // namespace offline::accounts
