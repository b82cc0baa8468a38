// The other methods of an offline object.
#include "abi/bad_input.h"

namespace offline::abi {
namespace {

constexpr ULONG mask = MAPIOFFLINE_STATE_OFFLINE_MASK;

class BadCall : public BadInput {
protected:
    Refusal refused_set(ULONG flags, ULONG for_mask, ULONG state, void* reserved = nullptr) const {
        return refusal_of([&] { return manager_->SetCurrentState(flags, for_mask, state, reserved); });
    }
};

TEST_F(BadCall, OfSetCurrentStateIsRefusedByTheNameOfTheParameter) {
    const auto invalid = [](const std::string& member) {
        return Refusal{E_INVALIDARG, "SetCurrentState: " + member};
    };
    for (const ULONG flags : {1u, 0x1000u, 0x80000000u, MAPIOFFLINE_FLAG_BLOCK | 1u})
        EXPECT_EQ(refused_set(flags, mask, offline_state), invalid("ulFlags"));
    for (const ULONG wrong : {0u, 1u, 2u, 7u, static_cast<unsigned>(MAPIOFFLINE_STATE_ALL), 0xffffffffu})
        EXPECT_EQ(refused_set(MAPIOFFLINE_FLAG_BLOCK, wrong, offline_state), invalid("ulMask"));
    for (const ULONG state : {0u, 3u, 4u, 5u, 0x80000001u})
        EXPECT_EQ(refused_set(MAPIOFFLINE_FLAG_BLOCK, mask, state), invalid("ulState"));
    EXPECT_EQ(refused_set(MAPIOFFLINE_FLAG_BLOCK, mask, offline_state, nowhere<void*>()),
              invalid("pReserved"));
}

TEST_F(BadCall, OfAStateThatTheCapabilitiesRuleOutIsNotSupported) {
    auto info = creation(name_);
    info.pGUID = nullptr;
    info.ulCapabilities = 0;
    const auto archive = library().create(info);
    for (const ULONG flags : {ULONG{MAPIOFFLINE_FLAG_DEFAULT}, ULONG{MAPIOFFLINE_FLAG_BLOCK}})
        EXPECT_EQ(refusal_of([&] { return archive->SetCurrentState(flags, mask, offline_state, nullptr); }),
                  (Refusal{MAPI_E_NO_SUPPORT, "SetCurrentState: ulState:"}));
    EXPECT_EQ(state_of(*archive), online_state);
}

TEST_F(BadCall, WithNowhereToPutTheAnswerIsRefused) {
    EXPECT_EQ(refusal_of([&] { return manager_->GetCapabilities(nullptr); }),
              (Refusal{E_INVALIDARG, "GetCapabilities: pulCapabilities"}));
    EXPECT_EQ(refusal_of([&] { return manager_->GetCurrentState(nullptr); }),
              (Refusal{E_INVALIDARG, "GetCurrentState: pulState"}));
    EXPECT_EQ(refusal_of([&] { return manager_->QueryInterface(IID_IUnknown, nullptr); }),
              (Refusal{E_POINTER, "QueryInterface: ppvObject"}));
}

TEST_F(BadCall, ForAFaceThatItLacksGivesNull) {
    void* face = manager_.get();
    EXPECT_EQ(manager_->QueryInterface(IID_IMAPIOfflineNotify, &face), E_NOINTERFACE);
    EXPECT_EQ(face, nullptr);
}

TEST_F(BadCall, OfUnadviseSucceedsEndsNothingAndIsLogged) {
    const auto other = library().create(fresh_name());
    Callback callback;
    const auto of_other = advise(*other, callback);
    const auto stale = advise(*manager_, callback);
    manager_->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, stale);
    for (const ULONG token : {ULONG{0}, stale, of_other, ULONG{0xffffffff}})
        EXPECT_EQ(refusal_of([&] { return manager_->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token); }),
                  (Refusal{S_OK, "Unadvise: ulAdviseToken"}));
    EXPECT_EQ(callback.references(), 2u);
    EXPECT_EQ(other->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, of_other), S_OK);
}

TEST_F(BadCall, OfUnadviseWithUnknownFlagsIsLoggedAndStillUnregisters) {
    Callback callback;
    const auto token = advise(*manager_, callback);
    EXPECT_EQ(refusal_of([&] { return manager_->Unadvise(0x80000000, token); }),
              (Refusal{S_OK, "Unadvise: ulFlags"}));
    EXPECT_EQ(callback.references(), 1u);
}

} // namespace
} // namespace offline::abi
