#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <mapioffline.h>

#include "base/utf8.h"
#include "com/directory.h"
#include "com/guarded.h"
#include "session/authority.h"
#include "session/process.h"

namespace {

using offline::base::Code;
using offline::com::refuse;

constexpr auto known_capabilities = MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE;

bool is_global(const GUID* guid) { return IsEqualGUID(*guid, GUID_GlobalState); }

const char* fault_of(ULONG reserved, LPCWSTR name, const GUID* guid, const GUID* reserved_guid) {
    if (reserved != 0)
        return "ulReserved must be 0";
    if (!name || !*name)
        return "pwszProfileNameIn is null or empty";
    if (!guid)
        return "pGUID is null";
    if (reserved_guid)
        return "pReserved must be null";
    return nullptr;
}

const char* fault_of(const MAPIOFFLINE_AGGREGATEINFO& info) {
    if (info.ulSize != sizeof info)
        return "pAggregateInfo->ulSize is not the size of MAPIOFFLINE_AGGREGATEINFO";
    if (!info.pOuterObj)
        return "pAggregateInfo->pOuterObj is null";
    if (info.pRefTrackRoot)
        return "pAggregateInfo->pRefTrackRoot must be null";
    return nullptr;
}

const char* fault_of(ULONG flags, const MAPIOFFLINE_CREATEINFO* info) {
    if (flags != 0)
        return "ulFlags must be 0";
    if (!info)
        return "pCreateInfo is null";
    if (info->ulSize != sizeof *info)
        return "ulSize is not the size of MAPIOFFLINE_CREATEINFO";
    if (info->ulCreateFlags != 0)
        return "ulCreateFlags must be 0";
    if (!info->pwszProfileName || !*info->pwszProfileName)
        return "pwszProfileName is null or empty";
    if ((info->ulCapabilities & ~static_cast<ULONG>(known_capabilities)) != 0)
        return "ulCapabilities has unknown bits";
    if (info->pConnectInfo)
        return "pConnectInfo must be null";
    return info->pAggregateInfo ? fault_of(*info->pAggregateInfo) : nullptr;
}

const char* fault_of_global(const MAPIOFFLINE_CREATEINFO& info) {
    if (info.pInstance)
        return "pInstance must be null for GUID_GlobalState";
    if (info.pParent)
        return "pParent must be null for GUID_GlobalState";
    if (info.pAggregateInfo)
        return "pAggregateInfo must be null for GUID_GlobalState";
    return nullptr;
}

offline::base::Result<offline::session::Judged> open_known(const std::string& name) {
    try {
        return offline::session::open_profile(name, false);
    } catch (const std::system_error& failed) {
        return offline::base::failure(Code::not_found,
                                      std::string("the engine cannot begin: ") + failed.what());
    }
}

HRESULT hand_out(const char* function, const std::string& name_parameter,
                 const offline::base::Result<offline::session::Judged>& profile, IMAPIOfflineMgr** to) {
    if (!profile)
        return refuse(function, Code::not_found, name_parameter + ": " + profile.error().what);
    *to = offline::com::Directory::process().global_of(profile->state).detach();
    return S_OK;
}

offline::com::Directory::Request request_of(const MAPIOFFLINE_CREATEINFO& info,
                                            std::shared_ptr<offline::engine::ProfileState> profile) {
    const auto can = [&](ULONG capability) { return (info.ulCapabilities & capability) != 0; };
    return {.profile = std::move(profile),
            .guid = info.pGUID,
            .instance = info.pInstance,
            .capabilities = {.offline = can(MAPIOFFLINE_CAPABILITY_OFFLINE),
                             .online = can(MAPIOFFLINE_CAPABILITY_ONLINE)},
            .parent = info.pParent,
            .outer = info.pAggregateInfo ? info.pAggregateInfo->pOuterObj : nullptr};
}

} // namespace

extern "C" HRESULT STDAPICALLTYPE HrOpenOfflineObj(ULONG ulReserved, LPCWSTR pwszProfileNameIn,
                                                   const GUID* pGUID, const GUID* pReserved,
                                                   IMAPIOfflineMgr** ppOfflineObj) {
    constexpr auto own_name = "HrOpenOfflineObj";
    return offline::com::guarded(own_name, ppOfflineObj, [&]() -> HRESULT {
        if (!ppOfflineObj)
            return refuse(own_name, Code::invalid_argument, "ppOfflineObj is null");
        if (const auto* fault = fault_of(ulReserved, pwszProfileNameIn, pGUID, pReserved))
            return refuse(own_name, Code::invalid_argument, fault);
        if (!is_global(pGUID))
            return refuse(own_name, Code::not_found, "pGUID is not GUID_GlobalState");
        const auto name = offline::base::to_utf8(pwszProfileNameIn);
        if (!name)
            return refuse(own_name, Code::not_found, "pwszProfileNameIn is not valid Unicode");
        return hand_out(own_name, "pwszProfileNameIn", open_known(*name), ppOfflineObj);
    });
}

extern "C" HRESULT STDAPICALLTYPE HrCreateOfflineObj(ULONG ulFlags, MAPIOFFLINE_CREATEINFO* pCreateInfo,
                                                     IMAPIOfflineMgr** ppOffline) {
    constexpr auto own_name = "HrCreateOfflineObj";
    return offline::com::guarded(own_name, ppOffline, [&]() -> HRESULT {
        if (!ppOffline)
            return refuse(own_name, Code::invalid_argument, "ppOffline is null");
        if (const auto* fault = fault_of(ulFlags, pCreateInfo))
            return refuse(own_name, Code::invalid_argument, fault);
        const auto name = offline::base::to_utf8(pCreateInfo->pwszProfileName);
        if (!name)
            return refuse(own_name, Code::invalid_argument, "pwszProfileName is not valid Unicode");
        const bool global = pCreateInfo->pGUID && is_global(pCreateInfo->pGUID);
        if (const auto* fault = global ? fault_of_global(*pCreateInfo) : nullptr)
            return refuse(own_name, Code::invalid_argument, fault);
        if (pCreateInfo->pParent && !offline::com::Directory::process().belongs(*pCreateInfo->pParent, *name))
            return refuse(own_name, Code::invalid_argument,
                          "pParent is no object of that profile that was handed out here");
        const auto profile = offline::session::open_profile(*name, true);
        if (global || !profile)
            return hand_out(own_name, "pwszProfileName", profile, ppOffline);
        auto made = offline::com::Directory::process().create(request_of(*pCreateInfo, profile->state));
        if (!made)
            return refuse(own_name, made.error().code, made.error().what);
        *ppOffline = made->detach();
        return S_OK;
    });
}
