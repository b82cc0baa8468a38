#include <array>
#include <cstring>
#include <functional>

#include "abi/bad_input.h"
#include "abi/strangers.h"

namespace offline::abi {
namespace {

using SpoilAdvice = std::function<void(MAPIOFFLINE_ADVISEINFO&)>;

class BadAdvise : public BadInput {
protected:
    Refusal refused(const SpoilAdvice& spoil, ULONG flags = MAPIOFFLINE_ADVISE_DEFAULT) {
        auto info = registration(callback_);
        spoil(info);
        return refused(&info, flags);
    }

    Refusal refused(MAPIOFFLINE_ADVISEINFO* info, ULONG flags = MAPIOFFLINE_ADVISE_DEFAULT) {
        ULONG token = 77;
        const auto refusal = refusal_of([&] { return manager_->Advise(flags, info, &token); });
        EXPECT_EQ(token, 0u);
        return refusal;
    }

    static Refusal invalid(const std::string& member) { return {E_INVALIDARG, "Advise: " + member}; }
};

TEST_F(BadAdvise, IsRefusedByTheNameOfEachMember) {
    const std::vector<std::pair<std::string, SpoilAdvice>> spoils{
        {"ulSize", [](auto& info) { info.ulSize = 0; }},
        {"ulSize", [](auto& info) { --info.ulSize; }},
        {"ulSize", [](auto& info) { ++info.ulSize; }},
        {"CallbackType", [](auto& info) { info.CallbackType = static_cast<MAPIOFFLINE_CALLBACK_TYPE>(1); }},
        {"pCallback", [](auto& info) { info.pCallback = nullptr; }},
        {"ulAdviseTypes", [](auto& info) { info.ulAdviseTypes = 0; }},
        {"ulAdviseTypes", [](auto& info) { info.ulAdviseTypes = 3; }},
        {"ulAdviseTypes", [](auto& info) { info.ulAdviseTypes |= 0x80000000; }},
        {"ulStateMask", [](auto& info) { info.ulStateMask = 0; }},
        {"ulStateMask", [](auto& info) { info.ulStateMask = MAPIOFFLINE_STATE_OFFLINE_MASK; }},
        {"ulStateMask", [](auto& info) { info.ulStateMask = 0xffffffff; }},
    };
    for (const auto& [member, spoil] : spoils)
        EXPECT_EQ(refused(spoil), invalid(member));
    const auto nothing = [](auto&) {};
    EXPECT_EQ(refused(nothing, 1), invalid("ulFlags"));
    EXPECT_EQ(refused(nothing, 0x80000000), invalid("ulFlags"));
    EXPECT_EQ(refused(nullptr), invalid("pAdviseInfo"));
}

TEST_F(BadAdvise, IsRefusedWithNowhereToPutTheToken) {
    auto info = registration(callback_);
    EXPECT_EQ(refusal_of([&] { return manager_->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, nullptr); }),
              invalid("pulAdviseToken"));
}

TEST_F(BadAdvise, IsRefusedWhereATokenDoesNotFit) {
    alignas(ULONG) std::array<unsigned char, 3 * sizeof(ULONG)> place{};
    for (std::size_t off = 1; off < sizeof(ULONG); ++off) {
        place.fill(0xAA);
        auto info = registration(callback_);
        auto* const token = reinterpret_cast<ULONG*>(place.data() + off);
        EXPECT_EQ(refusal_of([&] { return manager_->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, token); }),
                  invalid("pulAdviseToken"));
        ULONG written = 77;
        std::memcpy(&written, place.data() + off, sizeof written);
        EXPECT_EQ(written, 0u);
        EXPECT_EQ(place[off - 1], 0xAA);
        EXPECT_EQ(place[off + sizeof(ULONG)], 0xAA);
    }
}

TEST_F(BadAdvise, OfAnObjectThatIsNoCallbackHoldsNothingOfIt) {
    for (const HRESULT answer : {HRESULT{E_NOINTERFACE}, HRESULT{S_OK}}) {
        NoCallback stranger(answer);
        EXPECT_EQ(refused([&](auto& info) { info.pCallback = &stranger; }),
                  (Refusal{E_NOINTERFACE, "Advise: pCallback"}));
        EXPECT_EQ(stranger.references, 1u);
    }
}

} // namespace
} // namespace offline::abi
