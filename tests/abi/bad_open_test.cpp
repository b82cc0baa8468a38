#include "abi/bad_input.h"

namespace offline::abi {
namespace {

class BadOpen : public BadInput {
protected:
    static Refusal refused(ULONG reserved, const wchar_t* name, const GUID* guid, const GUID* reserved_guid) {
        auto* manager = nowhere<IMAPIOfflineMgr>(); // the call must make it null
        const auto refusal =
            refusal_of([&] { return library().hr_open(reserved, name, guid, reserved_guid, &manager); });
        EXPECT_EQ(manager, nullptr);
        return refusal;
    }

    static Refusal refused(const std::wstring& name) {
        return refused(0, name.c_str(), &GUID_GlobalState, nullptr);
    }

    static Refusal invalid(const std::string& member) {
        return {E_INVALIDARG, "HrOpenOfflineObj: " + member};
    }

    static Refusal not_found(const std::string& member) {
        return {MAPI_E_NOT_FOUND, "HrOpenOfflineObj: " + member};
    }
};

TEST_F(BadOpen, IsRefusedByTheNameOfEachParameter) {
    const auto* const name = name_.c_str();
    EXPECT_EQ(refused(1, name, &GUID_GlobalState, nullptr), invalid("ulReserved"));
    EXPECT_EQ(refused(0x80000000, name, &GUID_GlobalState, nullptr), invalid("ulReserved"));
    EXPECT_EQ(refused(0, nullptr, &GUID_GlobalState, nullptr), invalid("pwszProfileNameIn"));
    EXPECT_EQ(refused(0, L"", &GUID_GlobalState, nullptr), invalid("pwszProfileNameIn"));
    EXPECT_EQ(refused(0, name, nullptr, nullptr), invalid("pGUID"));
    EXPECT_EQ(refused(0, name, &GUID_GlobalState, &GUID_GlobalState), invalid("pReserved"));
    EXPECT_EQ(refused(0, name, &provider_guid, nullptr), not_found("pGUID"));
    EXPECT_EQ(refusal_of([&] { return library().hr_open(0, name, &GUID_GlobalState, nullptr, nullptr); }),
              invalid("ppOfflineObj"));
}

TEST_F(BadOpen, FindsNoProfileByANameOfAnyLength) {
    for (const std::size_t length : {1u, 255u, 100'000u})
        EXPECT_EQ(refused(std::wstring(length, L'x')), not_found("pwszProfileNameIn:")) << length;
}

TEST_F(BadOpen, FindsNoProfileByANameThatIsNoUnicode) {
    for (const auto& name : names_that_are_no_unicode())
        EXPECT_EQ(refused(name), not_found("pwszProfileNameIn"));
}

TEST_F(BadOpen, ReadsNoFurtherThanTheFirstNull) {
    using namespace std::string_literals;
    EXPECT_EQ(refused(L"\0"s + name_), invalid("pwszProfileNameIn"));
    EXPECT_EQ(library().open(name_ + L"\0 and more"s), manager_);
}

} // namespace
} // namespace offline::abi
