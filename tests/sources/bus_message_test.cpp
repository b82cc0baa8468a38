#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "sources/bus_address.h"
#include "sources/bus_message.h"

namespace offline::sources {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::byte> bytes_of(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

// As dbus-daemon sends it: PrepareForSleep(true), little-endian.
constexpr std::string_view prepare_for_sleep{"l\004\001\001\004\000\000\000\007\000\000\000u\000\000\000"
                                             "\001\001o\000\027\000\000\000/org/freedesktop/login1\000"
                                             "\002\001s\000\036\000\000\000org.freedesktop.login1.Manager\000"
                                             "\000\003\001s\000\017\000\000\000PrepareForSleep\000"
                                             "\010\001g\000\001b\000"
                                             "\000\007\001s\000\004\000\000\000:1.7\000"
                                             "\000\000\000\001\000\000\000",
                                             140};

TEST(BusMessage, IsReadAsABusSendsIt) {
    const auto whole = bytes_of(prepare_for_sleep);
    ASSERT_EQ(size_of_bus_message(whole).bytes, whole.size());
    const auto message = parse_bus_message(whole);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->kind, BusMessage::Kind::signal);
    EXPECT_EQ(message->path, "/org/freedesktop/login1");
    EXPECT_EQ(message->interface, "org.freedesktop.login1.Manager");
    EXPECT_EQ(message->member, "PrepareForSleep");
    EXPECT_EQ(message->sender, ":1.7");
    EXPECT_EQ(message->signature, "b");
    auto reader = message->read();
    EXPECT_EQ(reader.number(), 1U);
    EXPECT_FALSE(reader.failed());
    reader.number();
    EXPECT_TRUE(reader.failed());
}

TEST(BusMessage, IsWrittenSoThatItReadsTheSame) {
    const auto whole = message_of({"org.freedesktop.login1",
                                   "/org/freedesktop/login1",
                                   "org.freedesktop.login1.Manager",
                                   "Inhibit",
                                   {"sleep", "", "why not"}},
                                  77);
    const auto message = parse_bus_message(whole);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->kind, BusMessage::Kind::call);
    EXPECT_EQ(message->serial, 77U);
    EXPECT_EQ(message->member, "Inhibit");
    EXPECT_EQ(message->signature, "sss");
    auto reader = message->read();
    EXPECT_EQ(reader.text(), "sleep");
    EXPECT_EQ(reader.text(), "");
    EXPECT_EQ(reader.text(), "why not");
    EXPECT_FALSE(reader.failed());
}

TEST(BusMessage, IsNoneWhereItIsCutOff) {
    const auto whole = bytes_of(prepare_for_sleep);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto begun = std::span(whole).first(size);
        EXPECT_EQ(size_of_bus_message(begun).known, size >= 16) << size;
        EXPECT_FALSE(parse_bus_message(begun)) << size;
    }
}

TEST(BusMessage, IsNoneWhereALengthInItLies) {
    for (std::size_t place = 12; place + 4 < prepare_for_sleep.size(); ++place) {
        auto lying = bytes_of(prepare_for_sleep);
        for (std::size_t i = 0; i < 4; ++i)
            lying[place + i] = std::byte{0xff};
        if (const auto message = parse_bus_message(lying)) {
            auto types = std::string_view(message->signature);
            auto reader = message->read();
            while (!types.empty() && !reader.failed())
                reader.skip(types);
        }
    }
    auto beyond = bytes_of(prepare_for_sleep);
    beyond[6] = std::byte{0x7f}; // eight million bytes of arguments
    EXPECT_TRUE(size_of_bus_message(beyond).known);
    EXPECT_EQ(size_of_bus_message(beyond).bytes, 0U);
}

TEST(BusReader, ReadsTheOrderOfEitherMachine) {
    const auto big = bytes_of(std::string_view("\0\0\1\2", 4));
    EXPECT_EQ(BusReader(big, std::endian::big).number(), 0x102U);
    EXPECT_EQ(BusReader(big, std::endian::little).number(), 0x2010000U);
}

TEST(BusReader, SkipsPropertiesOfTypesThatItDoesNotKnow) {
    // {"A": variant au [1], "B": variant (yv), "C": variant u 7}
    const auto bytes = bytes_of(
        std::string_view("@\000\000\000\000\000\000\000"
                         "\001\000\000\000A\000\002au\000\000\000\004\000\000\000\001\000\000\000"
                         "\000\000\000\000\001\000\000\000B\000\004(yv)\000\000\000\000\000\005\001y\000\003"
                         "\000\000\000\001\000\000\000C\000\001u\000\000\000\000\007\000\000\000",
                         72));
    std::vector<std::string> names;
    std::uint32_t seven = 0;
    BusReader reader(bytes, std::endian::little);
    reader.properties([&](std::string_view name, std::string_view type, BusReader& value) {
        names.emplace_back(name);
        if (type == "u")
            seven = value.number();
    });
    EXPECT_FALSE(reader.failed());
    EXPECT_THAT(names, ElementsAre("A", "B", "C"));
    EXPECT_EQ(seven, 7U);
}

TEST(BusReader, FailsForATypeThatIsNone) {
    for (const auto* bad : {"", "a", "(", "()", "(u", "{sv", "z", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaau"}) {
        const std::vector<std::byte> zeros(64);
        BusReader reader(zeros, std::endian::little);
        std::string_view types(bad);
        reader.skip(types);
        EXPECT_TRUE(reader.failed()) << bad;
    }
}

TEST(BusReader, FailsForVariantsInVariantsWithoutEnd) {
    std::string deep;
    for (int i = 0; i < 200; ++i)
        deep += std::string("\1v\0", 3);
    const auto bytes = bytes_of(deep);
    BusReader reader(bytes, std::endian::little);
    std::string_view types("v");
    reader.skip(types);
    EXPECT_TRUE(reader.failed());
}

TEST(BusAddress, IsTheFirstUnixSocketOfAList) {
    EXPECT_EQ(parse_bus_address("unix:path=/run/dbus/system_bus_socket"),
              (BusAddress{"/run/dbus/system_bus_socket", false}));
    EXPECT_EQ(parse_bus_address("tcp:host=example.org,port=1;unix:guid=00,path=/a%20b"),
              (BusAddress{"/a b", false}));
    EXPECT_EQ(parse_bus_address("unix:abstract=/tmp/x,guid=12"), (BusAddress{"/tmp/x", true}));
    for (const auto* none : {"", "unix:", "unix:path=", "unix:tmpdir=/tmp", "tcp:host=example.org",
                             "unix:path=/%zz", "unix:path=/a%0", "unix:path=%00", ";;", "autolaunch:"})
        EXPECT_FALSE(parse_bus_address(none)) << none;
}

} // namespace
} // namespace offline::sources
