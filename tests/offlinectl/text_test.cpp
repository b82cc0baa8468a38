#include "offlinectl/text.h"

#include <clocale>

#include <gtest/gtest.h>

namespace offline::offlinectl {
namespace {

class Text : public testing::Test {
protected:
    Text() { std::setlocale(LC_CTYPE, "C.UTF-8"); }

    ~Text() override { std::setlocale(LC_CTYPE, "C"); }
};

TEST_F(Text, OfAServerCannotSteerTheTerminal) {
    EXPECT_EQ(printable("* BYE \x1b[2Jgone\x07"), "* BYE \xEF\xBF\xBD[2Jgone\xEF\xBF\xBD");
    EXPECT_EQ(printable("\xC2\x9B"
                        "31m"),
              "\xEF\xBF\xBD"
              "31m")
        << "CSI as one character";
    EXPECT_EQ(printable("safe\xE2\x80\xAE"
                        "evil"),
              "safe\xEF\xBF\xBD"
              "evil")
        << "right-to-left override";
    EXPECT_EQ(printable(std::string("a\0b", 3)), "a\xEF\xBF\xBD"
                                                 "b");
    EXPECT_EQ(printable("a\xFFz"), "a\xEF\xBF\xBDz");
}

TEST_F(Text, StaysOnOneLine) {
    EXPECT_EQ(printable("one\r\n"), "one");
    EXPECT_EQ(printable("one\ntwo\tthree"), "one two three");
}

TEST_F(Text, OfPeopleIsLeftAlone) {
    EXPECT_EQ(printable("\xC3\x84rger \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x93\xA7"),
              "\xC3\x84rger \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x93\xA7");
}

TEST_F(Text, IsAsWideAsATerminalShowsIt) {
    EXPECT_EQ(columns("Work"), 4U);
    EXPECT_EQ(columns("W\xC3\xB6rk"), 4U);
    EXPECT_EQ(columns("\xE6\x97\xA5\xE6\x9C\xAC"), 4U) << "two wide characters";
    EXPECT_EQ(columns("e\xCC\x81"), 1U) << "a letter and its accent";
}

TEST_F(Text, IsPaddedByColumnsAndNeverCut) {
    EXPECT_EQ(padded("W\xC3\xB6rk", 6), "W\xC3\xB6rk  ");
    EXPECT_EQ(padded_left("12 ms", 7), "  12 ms");
    EXPECT_EQ(padded("longer", 3), "longer");
}

TEST_F(Text, IsCutByColumnsWhereItMustFit) {
    EXPECT_EQ(fitted("Work", 4), "Work");
    EXPECT_EQ(fitted("longer", 4), "lon\xE2\x80\xA6");
    EXPECT_EQ(fitted("\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5", 6), "\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5");
    EXPECT_EQ(fitted("\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5", 4), "\xE6\x97\xA5\xE2\x80\xA6")
        << "no half of one";
    EXPECT_EQ(fitted("anything", 0), "");
    EXPECT_EQ(fitted("", 0), "");
}

TEST_F(Text, KeepsItsColoursWhereItIsCut) {
    EXPECT_EQ(fitted("\x1b[31mred\x1b[0m", 3), "\x1b[31mred\x1b[0m");
    EXPECT_EQ(fitted("\x1b[31moffline\x1b[0m", 4), "\x1b[31moff\xE2\x80\xA6\x1b[0m");
    EXPECT_EQ(fitted("on \x1b[31mred\x1b[0m and more", 4), "on \xE2\x80\xA6\x1b[0m");
}

} // namespace
} // namespace offline::offlinectl
