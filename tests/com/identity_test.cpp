#include <array>

#include <gtest/gtest.h>

#include "com/client.h"

namespace offline::clients {
namespace {

// The face of that name, with the reference given back; null where there is none.
void* face_of(IUnknown* object, REFIID id) {
    void* face = object;
    const HRESULT result = object->QueryInterface(id, &face);
    EXPECT_EQ(result, face ? S_OK : E_NOINTERFACE);
    if (face)
        static_cast<IUnknown*>(face)->Release();
    return face;
}

ULONG references_of(IUnknown& object) {
    object.AddRef();
    return object.Release();
}

const std::array faces{&IID_IUnknown, &IID_IMAPIOffline, &IID_IMAPIOfflineMgr};

TEST(Identity, EachFaceGivesItselfAndEachOther) {
    const auto manager = fresh_profile();
    for (const auto* from : faces) {
        auto* face = static_cast<IUnknown*>(face_of(manager.get(), *from));
        ASSERT_TRUE(face);
        EXPECT_EQ(face_of(face, *from), face);
        for (const auto* to : faces)
            EXPECT_TRUE(face_of(face, *to));
    }
}

TEST(Identity, IsTheSamePointerThroughEachFaceAndEachTime) {
    const auto name = fresh_name();
    const auto manager = create(name);
    const auto again = open(name);
    auto* const identity = face_of(manager.get(), IID_IUnknown);
    for (const auto* from : faces)
        EXPECT_EQ(face_of(static_cast<IUnknown*>(face_of(again.get(), *from)), IID_IUnknown), identity);
}

TEST(Identity, OfTwoProfilesDiffers) {
    const auto one = fresh_profile();
    const auto other = fresh_profile();
    EXPECT_NE(face_of(one.get(), IID_IUnknown), face_of(other.get(), IID_IUnknown));
}

TEST(Identity, AnUnknownFaceIsRefusedAndGivesNull) {
    const auto manager = fresh_profile();
    const auto before = references_of(*manager);
    EXPECT_EQ(face_of(manager.get(), IID_IMAPIOfflineNotify), nullptr);
    EXPECT_EQ(face_of(manager.get(), GUID_GlobalState), nullptr);
    EXPECT_EQ(references_of(*manager), before);
}

TEST(Identity, NowhereToPutAFaceIsAnError) {
    const auto manager = fresh_profile();
    EXPECT_EQ(manager->QueryInterface(IID_IUnknown, nullptr), E_POINTER);
}

TEST(Identity, EachFaceHandedOutIsOneReference) {
    const auto manager = fresh_profile();
    EXPECT_EQ(references_of(*manager), 1u);
    void* face = nullptr;
    ASSERT_EQ(manager->QueryInterface(IID_IMAPIOffline, &face), S_OK);
    EXPECT_EQ(references_of(*manager), 2u);
    EXPECT_EQ(static_cast<IMAPIOffline*>(face)->Release(), 1u);
}

TEST(Identity, ServesThroughTheOfflineFaceWhenTheManagersReferenceIsGone) {
    auto manager = fresh_profile();
    void* face = nullptr;
    ASSERT_EQ(manager->QueryInterface(IID_IMAPIOffline, &face), S_OK);
    manager.reset();
    auto* const object = static_cast<IMAPIOffline*>(face);
    EXPECT_EQ(set_and_wait(*object, offline_state), S_OK);
    EXPECT_EQ(state_of(*object), offline_state);
    EXPECT_EQ(object->Release(), 0u);
}

TEST(Identity, PlaceholdersAreNotSupported) {
    const auto manager = fresh_profile();
    EXPECT_EQ(manager->Placeholder1(nullptr), MAPI_E_NO_SUPPORT);
    EXPECT_EQ(manager->Placeholder2(), MAPI_E_NO_SUPPORT);
    EXPECT_EQ(manager->Placeholder3(), MAPI_E_NO_SUPPORT);
    EXPECT_EQ(manager->Placeholder4(), MAPI_E_NO_SUPPORT);
    EXPECT_EQ(manager->Placeholder5(), MAPI_E_NO_SUPPORT);
    EXPECT_EQ(manager->Placeholder6(), MAPI_E_NO_SUPPORT);
    EXPECT_EQ(manager->Placeholder7(), MAPI_E_NO_SUPPORT);
    EXPECT_EQ(manager->Placeholder8(), MAPI_E_NO_SUPPORT);
    EXPECT_EQ(state_of(*manager), online_state);
}

} // namespace
} // namespace offline::clients
