// The bound that the header states: so many clients may hang for ever at the same time.
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "com/client.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

// As many threads as that take their time to begin, the more so under a sanitizer.
constexpr auto very_generous = std::chrono::seconds(40);

int that_may_hang() {
    std::ifstream file(PUBLIC_HEADER);
    const std::string header{std::istreambuf_iterator<char>(file), {}};
    std::smatch found;
    const std::regex sentence(R"(As many as (\d+) callbacks may hang for ever at the same time)");
    return std::regex_search(header, found, sentence) ? std::stoi(found[1]) : 0;
}

// Registrations of one profile that hang inside a change of it until they are let go.
class HungClients {
public:
    explicit HungClients(int count) {
        for (int i = 0; i < count; ++i)
            tokens_.push_back(advise(*profile_, listener_));
    }

    ~HungClients() {
        let_go();
        for (const auto token : tokens_)
            EXPECT_EQ(unadvise(*profile_, token), S_OK);
        EXPECT_EQ(listener_.references(), 1u);
    }

    HungClients(const HungClients&) = delete;
    HungClients& operator=(const HungClients&) = delete;

    IMAPIOfflineMgr& profile() const { return *profile_; }

    bool all_hang() { return gate_.reached(static_cast<int>(tokens_.size()), very_generous); }

    void let_go() { gate_.open(); }

private:
    const Manager profile_ = fresh_profile();
    Gate gate_;
    Listener listener_{[this](auto&) { gate_.pass(); }};
    std::vector<ULONG> tokens_;
};

TEST(HungClients, AsManyAsTheHeaderStatesKeepNoNewsFromOneMore) {
    HungClients hung(that_may_hang());
    Listener fine;
    const auto token = advise(hung.profile(), fine);
    ASSERT_EQ(set(hung.profile(), offline_state), S_OK);
    ASSERT_TRUE(hung.all_hang());
    EXPECT_TRUE(fine.returns(3, very_generous)) << "in the change that they hang in";
    EXPECT_EQ(set_once_free(hung.profile(), online_state), S_OK);
    EXPECT_TRUE(fine.returns(6, very_generous)) << "in the next one";
    EXPECT_EQ(unadvise(hung.profile(), token), S_OK);
    const auto other = fresh_profile();
    const auto of_other = advise(*other, fine);
    EXPECT_EQ(set_and_wait(*other, offline_state), S_OK);
    EXPECT_TRUE(fine.returns(9)) << "in another profile";
    EXPECT_EQ(unadvise(*other, of_other), S_OK);
}

TEST(HungClients, OfWhomThereIsOneMoreKeepTheNewsFromOthersUntilOneComesBack) {
    HungClients hung(that_may_hang() + 1);
    ASSERT_EQ(set(hung.profile(), offline_state), S_OK);
    ASSERT_TRUE(hung.all_hang());
    const auto other = fresh_profile();
    Listener fine;
    const auto token = advise(*other, fine);
    ASSERT_EQ(set(*other, offline_state), S_OK);
    EXPECT_FALSE(fine.begins(1, std::chrono::milliseconds(200))) << "the header promises too little";
    hung.let_go();
    EXPECT_TRUE(fine.returns(3, very_generous));
    EXPECT_EQ(unadvise(*other, token), S_OK);
}

} // namespace
} // namespace offline::clients
