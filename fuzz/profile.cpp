// Profile files: refused with a place, or printed so that they read back the same.
#include <cctype>
#include <string>

#include "engine/profile_file.h"
#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "fuzz/target.h"
#include "model/profile.h"

namespace offline::fuzz {
namespace {

constexpr std::string_view file = "work.toml";

// work.toml:LINE:COLUMN: …
bool names_a_place(std::string_view what) {
    if (!what.starts_with(file))
        return false;
    what.remove_prefix(file.size());
    for (int number = 0; number < 2; ++number) {
        if (what.size() < 2 || what[0] != ':' || std::isdigit(static_cast<unsigned char>(what[1])) == 0)
            return false;
        what.remove_prefix(what.find_first_not_of("0123456789", 1));
    }
    return what.starts_with(": ");
}

void check(const model::Profile& profile) {
    demand(!profile.endpoints.empty(), "a profile has an endpoint");
    demand(engine::check_profile_name(profile.name).has_value(), "a profile's name is one");
    demand(profile.probe.retry <= profile.probe.retry_max, "waits grow");
    demand(!model::name_key(profile.name).empty(), "a profile has a key");
    const auto again = engine::parse_profile(engine::print_profile(profile), file);
    demand(again && *again == profile, "a profile is read as it was printed");
}

} // namespace
} // namespace offline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offline;
    const auto profile = engine::parse_profile(fuzz::Bytes(data, size).text(), fuzz::file);
    if (profile)
        fuzz::check(*profile);
    else
        fuzz::demand(profile.error().code == base::Code::profile_invalid &&
                         fuzz::names_a_place(profile.error().what),
                     "a refusal names file, line and column");
    return 0;
}
