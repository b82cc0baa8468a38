#include "base/utf8.h"

#include <clocale>

#include <gtest/gtest.h>

namespace offline::base {
namespace {

using namespace std::string_literals;

TEST(Utf8, IsMadeOfWideStrings) {
    EXPECT_EQ(to_utf8(L""), "");
    EXPECT_EQ(to_utf8(L"Work"), "Work");
    EXPECT_EQ(to_utf8(L"\u00c4rger \u20ac \U0001F4E7"), "\xC3\x84rger \xE2\x82\xAC \xF0\x9F\x93\xA7");
}

TEST(Utf8, IsNotMadeOfWhatIsNoUnicode) {
    EXPECT_EQ(to_utf8(std::wstring(1, L'\0')), std::nullopt);
    EXPECT_EQ(to_utf8(std::wstring(1, static_cast<wchar_t>(0xD800))), std::nullopt);
    EXPECT_EQ(to_utf8(std::wstring(1, static_cast<wchar_t>(0x110000))), std::nullopt);
    EXPECT_EQ(to_utf8(std::wstring(1, static_cast<wchar_t>(-1))), std::nullopt);
}

TEST(Utf8, FoldsCaseBeyondAscii) {
    EXPECT_EQ(fold_case("Work"), fold_case("WORK"));
    EXPECT_EQ(fold_case("\xC3\xA4rger"), fold_case("\xC3\x84RGER"));
    EXPECT_EQ(fold_case("\xD0\xBF\xD0\xBE\xD1\x87\xD1\x82\xD0\xB0"),
              "\xD0\x9F\xD0\x9E\xD0\xA7\xD0\xA2\xD0\x90");
    EXPECT_NE(fold_case("Work"), fold_case("Work "));
}

TEST(Utf8, FoldsNoLetterIntoAnotherThatWindowsTellsApart) {
    EXPECT_NE(fold_case("Kad\u0131n"), fold_case("Kadin"));
    EXPECT_NE(fold_case("\u017f"), fold_case("s"));
    EXPECT_NE(fold_case("\u00b5"), fold_case("\u03bc"));
}

TEST(Utf8, FoldsCaseWithoutRegardToTheLocaleOfTheProcess) {
    ASSERT_STREQ(std::setlocale(LC_ALL, nullptr), "C");
    EXPECT_EQ(fold_case("\xC3\xA9"), "\xC3\x89");
    EXPECT_STREQ(std::setlocale(LC_ALL, nullptr), "C");
}

TEST(Utf8, KeepsBytesThatAreNotUtf8WhenFolding) {
    EXPECT_EQ(fold_case("a\xFF\xC3"), "A\xFF\xC3");
    EXPECT_EQ(fold_case("\xED\xA0\x80"s), "\xED\xA0\x80") << "a surrogate is no character";
    EXPECT_EQ(fold_case("\xC0\x80"s), "\xC0\x80") << "longer than need be";
    EXPECT_EQ(fold_case("a\0b"s), "A\0B"s);
}

TEST(Utf8, IsSoundWhereItWasSoundBefore) {
    const auto text = "plain, \xC3\x84, \xE2\x82\xAC, \xF0\x9F\x93\xA7, \0"s;
    EXPECT_EQ(sound_utf8(text), text);
}

TEST(Utf8, IsMadeSoundByteByByte) {
    EXPECT_EQ(sound_utf8("a\xFFz"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(sound_utf8("\xC3"), "\xEF\xBF\xBD");
    EXPECT_EQ(sound_utf8("\xE2\x82z"), "\xEF\xBF\xBD\xEF\xBF\xBDz");
    EXPECT_EQ(sound_utf8("\xF8\x88\x80\x80\x80"),
              "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(sound_utf8("\xF4\x90\x80\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

} // namespace
} // namespace offline::base
