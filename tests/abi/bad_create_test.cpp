#include <functional>

#include "abi/bad_input.h"
#include "abi/strangers.h"

namespace offline::abi {
namespace {

using SpoilCreation = std::function<void(MAPIOFFLINE_CREATEINFO&)>;

class BadCreate : public BadInput {
protected:
    // Asks for a provider's object of this profile, with that spoilt.
    Refusal refused(const SpoilCreation& spoil, ULONG flags = 0) const {
        auto info = creation(name_);
        info.pGUID = &provider_guid;
        info.pParent = manager_.get();
        return refused_as(info, spoil, flags);
    }

    // Asks for the global object of a profile that nobody knows, with that spoilt; it must stay unknown.
    static Refusal refused_global(const SpoilCreation& spoil, ULONG flags = 0) {
        const auto unknown = fresh_name();
        const auto refusal = refused_as(creation(unknown), spoil, flags);
        EXPECT_FALSE(library().open(unknown)) << "a refused creation left a profile behind";
        return refusal;
    }

    static Refusal refused_as(MAPIOFFLINE_CREATEINFO info, const SpoilCreation& spoil, ULONG flags) {
        spoil(info);
        auto* manager = nowhere<IMAPIOfflineMgr>();
        const auto refusal = refusal_of([&] { return library().hr_create(flags, &info, &manager); });
        EXPECT_EQ(manager, nullptr);
        return refusal;
    }

    static Refusal invalid(const std::string& member) {
        return {E_INVALIDARG, "HrCreateOfflineObj: " + member};
    }
};

TEST_F(BadCreate, IsRefusedByTheNameOfEachMemberAtEveryLevel) {
    const std::vector<std::pair<std::string, SpoilCreation>> spoils{
        {"ulSize", [](auto& info) { info.ulSize = 0; }},
        {"ulSize", [](auto& info) { --info.ulSize; }},
        {"ulSize", [](auto& info) { ++info.ulSize; }},
        {"ulCreateFlags", [](auto& info) { info.ulCreateFlags = 1; }},
        {"ulCreateFlags", [](auto& info) { info.ulCreateFlags = 0x80000000; }},
        {"pwszProfileName", [](auto& info) { info.pwszProfileName = nullptr; }},
        {"pwszProfileName", [](auto& info) { info.pwszProfileName = L""; }},
        {"ulCapabilities", [](auto& info) { info.ulCapabilities = 4; }},
        {"ulCapabilities", [](auto& info) { info.ulCapabilities |= 0x80000000; }},
        {"pConnectInfo", [](auto& info) { info.pConnectInfo = nowhere<MAPIOFFLINE_CONNECTINFO>(); }},
    };
    for (const auto& [member, spoil] : spoils) {
        EXPECT_EQ(refused(spoil), invalid(member));
        EXPECT_EQ(refused_global(spoil), invalid(member));
    }
    const auto nothing = [](auto&) {};
    EXPECT_EQ(refused(nothing, 1), invalid("ulFlags"));
    EXPECT_EQ(refused_global(nothing, 0x80000000), invalid("ulFlags"));
}

TEST_F(BadCreate, IsRefusedWithNothingToReadAndNowhereToPutTheObject) {
    auto info = creation(name_);
    auto* manager = nowhere<IMAPIOfflineMgr>();
    EXPECT_EQ(refusal_of([&] { return library().hr_create(0, nullptr, &manager); }), invalid("pCreateInfo"));
    EXPECT_EQ(manager, nullptr);
    EXPECT_EQ(refusal_of([&] { return library().hr_create(0, &info, nullptr); }), invalid("ppOffline"));
}

TEST_F(BadCreate, OfAGlobalObjectTakesNoInstanceParentOrOuterObject) {
    MAPIOFFLINE_AGGREGATEINFO aggregate{sizeof aggregate, manager_.get(), nullptr};
    EXPECT_EQ(refused_global([](auto& info) { info.pInstance = &provider_guid; }), invalid("pInstance"));
    EXPECT_EQ(refused_global([&](auto& info) { info.pParent = manager_.get(); }), invalid("pParent"));
    EXPECT_EQ(refused_global([&](auto& info) { info.pAggregateInfo = &aggregate; }),
              invalid("pAggregateInfo"));
}

TEST_F(BadCreate, OfAStrangeParentCallsNobody) {
    ForeignManager foreign;
    EXPECT_EQ(refused([&](auto& info) { info.pParent = &foreign; }), invalid("pParent"));
    EXPECT_EQ(foreign.calls, 0);
    EXPECT_EQ(refused([](auto& info) { info.pParent = nowhere<IMAPIOfflineMgr>(); }), invalid("pParent"));
    const auto elsewhere = library().create(fresh_name());
    EXPECT_EQ(refused([&](auto& info) { info.pParent = elsewhere.get(); }), invalid("pParent"));
    EXPECT_EQ(references_of(*elsewhere), 1u);
}

TEST_F(BadCreate, OfAParentThatIsGoneIsRefused) {
    auto info = creation(name_);
    info.pGUID = nullptr;
    auto parent = library().create(info);
    ASSERT_TRUE(parent);
    auto* const gone = parent.get();
    parent.reset();
    EXPECT_EQ(refused([&](auto& asked) { asked.pParent = gone; }), invalid("pParent"));
}

TEST_F(BadCreate, OfABadAggregationHoldsNothingOfTheOuterObject) {
    ForeignManager outer;
    MAPIOFFLINE_AGGREGATEINFO aggregate{};
    const auto refused_with = [&](ULONG size, IUnknown* object, IUnknown* root) {
        aggregate = {size, object, root};
        return refused([&](auto& info) { info.pAggregateInfo = &aggregate; });
    };
    constexpr ULONG size = sizeof aggregate;
    EXPECT_EQ(refused_with(0, &outer, nullptr), invalid("pAggregateInfo->ulSize"));
    EXPECT_EQ(refused_with(size - 1, &outer, nullptr), invalid("pAggregateInfo->ulSize"));
    EXPECT_EQ(refused_with(size + 1, &outer, nullptr), invalid("pAggregateInfo->ulSize"));
    EXPECT_EQ(refused_with(size, nullptr, nullptr), invalid("pAggregateInfo->pOuterObj"));
    EXPECT_EQ(refused_with(size, &outer, &outer), invalid("pAggregateInfo->pRefTrackRoot"));
    EXPECT_EQ(outer.calls, 0);
}

TEST_F(BadCreate, HoldsNothingOfTheSupportObjectEvenWhereItSucceeds) {
    ForeignManager support;
    auto info = creation(name_);
    info.pGUID = &provider_guid;
    info.pMAPISupport = &support;
    EXPECT_TRUE(library().create(info));
    EXPECT_EQ(refused([&](auto& asked) {
                  asked.pMAPISupport = &support;
                  asked.ulSize = 0;
              }),
              invalid("ulSize"));
    EXPECT_EQ(support.calls, 0);
}

TEST_F(BadCreate, OfAnObjectThatExistsOtherwiseIsRefused) {
    auto info = creation(name_);
    info.pGUID = &provider_guid;
    const auto provider = library().create(info);
    info.pGUID = nullptr;
    const auto other_parent = library().create(info);
    ForeignManager outer;
    MAPIOFFLINE_AGGREGATEINFO aggregate{sizeof aggregate, &outer, nullptr};
    EXPECT_EQ(refused([](auto& asked) { asked.ulCapabilities = 1; }), invalid("ulCapabilities"));
    EXPECT_EQ(refused([&](auto& asked) { asked.pParent = other_parent.get(); }), invalid("pParent"));
    EXPECT_EQ(refused([&](auto& asked) { asked.pAggregateInfo = &aggregate; }), invalid("pAggregateInfo:"));
    EXPECT_EQ(references_of(*provider), 1u);
    EXPECT_EQ(outer.calls, 0);
}

TEST_F(BadCreate, TakesAGoodNameOfAnyLength) {
    for (const std::size_t length : {1u, 255u, 100'000u}) {
        const std::wstring name(length, L'n');
        EXPECT_TRUE(library().create(name)) << length;
        EXPECT_TRUE(library().open(name)) << length;
    }
}

TEST_F(BadCreate, OfANameThatIsNoUnicodeIsRefused) {
    for (const auto& name : names_that_are_no_unicode()) {
        const auto spoil = [&](auto& info) { info.pwszProfileName = name.c_str(); };
        EXPECT_EQ(refused(spoil), invalid("pwszProfileName"));
        EXPECT_EQ(refused_global(spoil), invalid("pwszProfileName"));
    }
}

TEST_F(BadCreate, ReadsNoFurtherThanTheFirstNull) {
    using namespace std::string_literals;
    const auto empty = L"\0"s + name_;
    EXPECT_EQ(refused([&](auto& info) { info.pwszProfileName = empty.c_str(); }), invalid("pwszProfileName"));
    EXPECT_EQ(library().create(name_ + L"\0 and more"s), manager_);
}

} // namespace
} // namespace offline::abi
