#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "com/client.h"
#include "com/home.h"

namespace offline::clients {
namespace {

using testing::EndsWith;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::size_t more_than_the_time_and_the_method = 100;

// What the library logs about a profile that nobody knows, from the name on.
std::string logged_of(const std::wstring& name, const std::string& first_letters) {
    const Home::LogSince since;
    EXPECT_FALSE(open(name));
    const auto lines = since.lines();
    EXPECT_EQ(lines.find('\n'), lines.size() - 1) << "one call, one line";
    const auto at = lines.find(first_letters);
    return at == std::string::npos ? "" : lines.substr(at);
}

// Whether nothing of the text is half a letter: of é, written in two bytes.
bool is_whole(const std::string& text) {
    std::size_t firsts = 0, seconds = 0;
    for (const char byte : text) {
        firsts += byte == '\xC3';
        seconds += byte == '\xA9';
    }
    return firsts == seconds;
}

TEST(Log, CutsALongLineBetweenTwoLettersAndSaysSo) {
    for (const auto* const shift : {L"", L"s"}) {
        const auto line = logged_of(shift + std::wstring(100'000, L'é'), "éé");
        EXPECT_THAT(line, EndsWith("é…\n"));
        EXPECT_TRUE(is_whole(line)) << line;
        EXPECT_GT(line.size(), 1000 - more_than_the_time_and_the_method);
        EXPECT_LT(line.size(), 1000 + more_than_the_time_and_the_method);
    }
}

TEST(Log, LeavesALineOfCommonLengthWhole) {
    const std::string name(255, 'n');
    EXPECT_THAT(logged_of(std::wstring(255, L'n'), name), StartsWith(name));
    EXPECT_THAT(logged_of(std::wstring(255, L'n'), name), testing::Not(testing::HasSubstr("…")));
}

} // namespace
} // namespace offline::clients
