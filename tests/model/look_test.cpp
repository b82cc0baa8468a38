#include "model/look.h"

#include <gtest/gtest.h>

namespace offline::model {
namespace {

TEST(Look, SaysItsStepsAsTheContractSpellsThem) {
    EXPECT_EQ(word(StepKind::resolve), "resolve");
    EXPECT_EQ(word(StepKind::route), "route");
    EXPECT_EQ(word(StepKind::connect), "connect");
    EXPECT_EQ(word(StepKind::tls), "tls");
    EXPECT_EQ(word(StepKind::greeting), "greeting");
}

TEST(Look, GotFurtherTheLaterTheStepThatFailed) {
    EXPECT_GT(depth(Reason::no_greeting), depth(Reason::tls_certificate));
    EXPECT_GT(depth(Reason::tls_timeout), depth(Reason::connect_timeout));
    EXPECT_GT(depth(Reason::refused), depth(Reason::dns_not_found));
    EXPECT_GT(depth(Reason::dns_failed), depth(Reason::no_route));
    EXPECT_GT(depth(Reason::no_route), depth(Reason::ok));
}

TEST(Look, GotEquallyFarWhereTheSameStepFailed) {
    EXPECT_EQ(depth(Reason::no_greeting), depth(Reason::service_refused));
    EXPECT_EQ(depth(Reason::tls_failed), depth(Reason::tls_certificate));
    EXPECT_EQ(depth(Reason::refused), depth(Reason::unreachable));
    EXPECT_EQ(depth(Reason::dns_failed), depth(Reason::dns_not_found));
}

} // namespace
} // namespace offline::model
