#include "model/address.h"

#include <gtest/gtest.h>

namespace offline::model {
namespace {

using boost::asio::ip::make_address;

TEST(Address, OfIpv4InsideIpv6IsMadePlain) {
    EXPECT_EQ(plain(make_address("::ffff:192.0.2.1")), make_address("192.0.2.1"));
}

TEST(Address, OfAnyOtherKindIsPlain) {
    for (const auto* const text : {"192.0.2.1", "2001:db8::1", "fe80::1%7", "::192.0.2.1", "::"})
        EXPECT_EQ(plain(make_address(text)), make_address(text));
}

} // namespace
} // namespace offline::model
