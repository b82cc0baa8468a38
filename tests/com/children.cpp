#include "com/children.h"

#include <gtest/gtest.h>

namespace offline::clients {

MAPIOFFLINE_CREATEINFO creation(const std::wstring& profile, const Wanted& wanted) {
    MAPIOFFLINE_CREATEINFO info{};
    info.ulSize = sizeof info;
    info.pwszProfileName = profile.c_str();
    info.ulCapabilities = wanted.capabilities;
    info.pGUID = wanted.guid;
    info.pInstance = wanted.instance;
    info.pParent = wanted.parent;
    return info;
}

namespace {

HRESULT create_child(const std::wstring& profile, const Wanted& wanted, IMAPIOfflineMgr** manager) {
    auto info = creation(profile, wanted);
    MAPIOFFLINE_AGGREGATEINFO aggregation{wanted.aggregate_size, wanted.outer, wanted.reference_root};
    if (wanted.outer)
        info.pAggregateInfo = &aggregation;
    return HrCreateOfflineObj(0, &info, manager);
}

} // namespace

Manager child(const std::wstring& profile, const Wanted& wanted) {
    IMAPIOfflineMgr* manager = nullptr;
    EXPECT_EQ(create_child(profile, wanted, &manager), S_OK);
    return Manager(manager);
}

HRESULT refused(const std::wstring& profile, const Wanted& wanted) {
    char rubbish = 0;
    auto* manager = reinterpret_cast<IMAPIOfflineMgr*>(&rubbish);
    const HRESULT result = create_child(profile, wanted, &manager);
    EXPECT_EQ(manager, nullptr);
    return result;
}

std::string states_of(const std::vector<const Manager*>& objects) {
    std::string states;
    for (const auto* object : objects)
        states += std::to_string(state_of(**object));
    return states;
}

} // namespace offline::clients
