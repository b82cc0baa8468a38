#include "base/error.h"

#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/result.h"

namespace offline::base {
namespace {

TEST(ErrorTable, HasOneCompleteRowForEachCode) {
    std::set<std::string_view> sentences;
    std::set<std::string_view> dbus_names;
    for (const auto& each : error_table()) {
        EXPECT_EQ(&row(each.code), &each);
        EXPECT_TRUE(sentences.insert(each.sentence).second) << each.sentence;
        EXPECT_TRUE(dbus_names.insert(each.dbus_name).second) << each.dbus_name;
        EXPECT_TRUE(each.dbus_name.starts_with("org.offlined.Error.")) << each.dbus_name;
    }
    EXPECT_EQ(error_table().size(), static_cast<std::size_t>(Code::limit_reached) + 1);
}

TEST(ErrorTable, MapsEachCodeToAFailingResultOfCom) {
    for (const auto& each : error_table())
        EXPECT_NE(each.hresult & 0x80000000U, 0U) << each.sentence;
    EXPECT_EQ(row(Code::not_found).hresult, 0x8004010FU);
    EXPECT_EQ(row(Code::offline).hresult, 0x80040126U);
    EXPECT_EQ(row(Code::pending).hresult, 0x8000000AU);
    EXPECT_EQ(row(Code::timeout).hresult, 0x80040401U);
}

TEST(ErrorTable, EndsProgramsAsTheCommandLinePromises) {
    const std::set<int> promised{1, 2, 3, 4, 5, 124};
    for (const auto& each : error_table())
        EXPECT_TRUE(promised.contains(each.exit_status)) << each.sentence;
    EXPECT_EQ(row(Code::unexpected).exit_status, 1);
    EXPECT_EQ(row(Code::usage).exit_status, 2);
    EXPECT_EQ(row(Code::no_daemon).exit_status, 2);
    EXPECT_EQ(row(Code::offline).exit_status, 3);
    EXPECT_EQ(row(Code::not_found).exit_status, 4);
    EXPECT_EQ(row(Code::timeout).exit_status, 124);
}

TEST(Result, OfAFailureThrowsItsSentenceWhereAValueIsTakenForGranted) {
    const Result<int> result = failure(Code::timeout, "waited 5 s; nothing came");
    try {
        static_cast<void>(result.value());
        FAIL() << "a failure has no value";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "waited 5 s; nothing came");
    }
}

} // namespace
} // namespace offline::base
