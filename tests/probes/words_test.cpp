#include "probes/words.h"

#include <gtest/gtest.h>

namespace offline::probes {
namespace {

TEST(Words, OfAStrangerAreMadePrintable) {
    EXPECT_EQ(printable("* BYE busy\r\n"), "* BYE busy");
    EXPECT_EQ(printable("a\tb\x1b[31mc"), "a b?[31mc");
    EXPECT_EQ(printable("Grüße \xe2\x82\xac"), "Grüße \xe2\x82\xac");
    EXPECT_EQ(printable("x\xff\xc3"), "x??");
    EXPECT_EQ(printable("ไทย हिन्दी 한국어 😀 \u00ab"), "ไทย हिन्दी 한국어 😀 \u00ab");
    EXPECT_EQ(printable(""), "");
}

TEST(Words, OfAStrangerCannotTurnAroundOrHideTheWordsBesideThem) {
    for (const std::string bad :
         {"\u202e", "\u2066", "\u200b", "\u2028", "\u0085", "\ufeff", "\u009b", "\x7f"})
        EXPECT_EQ(printable("a" + bad + "b"), "a?b") << bad;
}

TEST(Words, OfAStrangerAreCutBetweenCharacters) {
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += "ü";
    const auto cut = printable(many);
    EXPECT_LT(cut.size(), 130U);
    EXPECT_TRUE(cut.ends_with("ü…"));
}

TEST(Words, OfAProtocolAreComparedWithoutRegardToCase) {
    EXPECT_TRUE(begins("* ok hello", "* OK"));
    EXPECT_FALSE(begins("* O", "* OK"));
    EXPECT_TRUE(mentions("* capability starttls", "STARTTLS"));
    EXPECT_FALSE(mentions("* CAPABILITY", "STARTTLS"));
}

} // namespace
} // namespace offline::probes
