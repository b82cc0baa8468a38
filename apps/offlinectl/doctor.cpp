#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <string_view>

#include <openssl/x509.h>
#include <sys/resource.h>

#include "engine/profile_store.h"
#include "offlinectl/daemon_check.h"
#include "offlinectl/finding.h"
#include "offlinectl/human.h"
#include "offlinectl/json.h"
#include "offlinectl/verbs.h"
#include "session/authority.h"

namespace offline::offlinectl {
namespace {

using Outcome = model::Source::Outcome;

constexpr rlim_t descriptors_enough =
    256; // 64 looks at a time, a connection or two each, and what the program needs

// What helps where a source of the engine's news is absent or has failed.
std::string_view remedy_for(const model::Source& source) {
    static const std::map<std::string_view, std::string_view> remedies{
        {"kernel",
         "let it use netlink: a sandbox or a service's RestrictAddressFamilies= must allow AF_NETLINK"},
        {"logind",
         "run systemd-logind and the system bus; without them a sleep is not announced, and a resume is "
         "noticed when the program next wakes"},
        {"name-servers",
         "raise fs.inotify.max_user_instances; without it other name servers are noticed at the "
         "next look"},
        {"clock", "a kernel since 3.0 tells when the clock is set; without it a resume is noticed later"}};
    const auto found = remedies.find(source.name);
    return found == remedies.end() ? "" : found->second;
}

Finding finding_of(const model::Source& source) {
    Finding finding{source, {}};
    // What NetworkManager thinks is a hint that nothing depends on.
    if (source.outcome != Outcome::working && source.name != "network-manager")
        finding.remedy = remedy_for(source);
    return finding;
}

Finding certificates() {
    namespace fs = std::filesystem;
    const auto chosen = [](const char* variable, const char* standard) {
        const char* const set = std::getenv(variable);
        return std::string(set ? set : standard);
    };
    const auto holds_any = [](const fs::path& folder) {
        std::error_code failed;
        const bool empty = fs::is_empty(folder, failed);
        return !failed && fs::is_directory(folder) && !empty;
    };
    std::istringstream folders(chosen(X509_get_default_cert_dir_env(), X509_get_default_cert_dir()));
    std::error_code failed;
    bool any =
        fs::is_regular_file(chosen(X509_get_default_cert_file_env(), X509_get_default_cert_file()), failed);
    for (std::string folder; !any && std::getline(folders, folder, ':');)
        any = holds_any(folder);
    if (any)
        return {{"certificates", Outcome::working, ""}, {}};
    return {{"certificates", Outcome::failed,
             "no authority is known that a server's certificate could be checked by"},
            "install ca-certificates, or set SSL_CERT_FILE"};
}

Finding descriptors() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= descriptors_enough)
        return {{"descriptors", Outcome::working, ""}, {}};
    return {{"descriptors", Outcome::failed,
             "this user's processes may open " + std::to_string(limit.rlim_cur) + " files"},
            "raise the limit to " + std::to_string(descriptors_enough) +
                ": ulimit -n, or LimitNOFILE= of a service"};
}

std::vector<Finding> profiles_on_disk() {
    const auto loaded = engine::ProfileStore::of_this_user().list();
    if (loaded.profiles.empty() && loaded.refused.empty())
        return {
            {{"profiles", Outcome::absent, "there are none"}, "offlinectl profile add NAME URL makes one"}};
    if (loaded.refused.empty())
        return {{{"profiles", Outcome::working, ""}, {}}};
    std::vector<Finding> all;
    std::ranges::transform(loaded.refused, std::back_inserter(all), [](const base::Failure& refused) {
        return Finding{{"profiles", Outcome::failed, refused.what}, "mend the file, or remove it"};
    });
    return all;
}

bool is_to_judge_by_itself() {
    const char* const runtime = std::getenv("MAPIOFFLINE_RUNTIME");
    return runtime && std::string_view(runtime) == "embedded";
}

} // namespace

base::Result<int> doctor(Console& console) {
    auto all = check_daemon(!console.embedded() && !is_to_judge_by_itself());
    // Where the daemon is to judge and cannot, that was just said.
    if (auto sources = session::sources_of_the_authority()) {
        std::erase_if(*sources, [](const auto& each) { return each.name == "daemon"; });
        std::ranges::transform(*sources, std::back_inserter(all), finding_of);
    }
    all.push_back(certificates());
    all.push_back(descriptors());
    std::ranges::move(profiles_on_disk(), std::back_inserter(all));
    const Human human(console.colored());
    for (const auto& finding : all)
        console.print(console.json() ? json::finding(finding) : human.finding(finding));
    return exit_so;
}

} // namespace offline::offlinectl
