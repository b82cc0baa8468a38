#include "model/way.h"

#include <gtest/gtest.h>

namespace offline::model {
namespace {

TEST(Way, LeadsAsAnotherOneWhereAConnectionWouldSurviveTheChange) {
    const Way way{.open = true, .interface_index = 2, .gateway = boost::asio::ip::make_address("192.0.2.1")};
    auto other = way;
    other.detail = "put in other words";
    EXPECT_TRUE(way.leads_as(other));
    other.interface_index = 3;
    EXPECT_FALSE(way.leads_as(other));
    other = way;
    other.gateway = boost::asio::ip::make_address("192.0.2.254");
    EXPECT_FALSE(way.leads_as(other));
    other = way;
    other.open = false;
    EXPECT_FALSE(way.leads_as(other));
}

} // namespace
} // namespace offline::model
