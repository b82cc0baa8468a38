// Configurations of mail programs: whatever stands there, an account is fit for a profile and holds no
// secret.
#include <algorithm>
#include <string>

#include "accounts/mail_program.h"
#include "accounts/readers.h"
#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "fuzz/target.h"

namespace offline::fuzz {
namespace {

using namespace accounts;

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

void check(const Reading& reading) {
    demand(reading.accounts.size() <= 1000 && reading.skipped.size() <= 1000, "a reading is bounded");
    for (const auto& account : reading.accounts) {
        demand(!account.name.empty() && account.name.size() <= 128 && account.name != "-" &&
                   !has_control(account.name),
               "an account's name is fit for a profile");
        demand(!account.endpoints.empty(), "an account has a server");
        for (const auto& endpoint : account.endpoints) {
            const auto again = model::parse_endpoint(endpoint.url);
            demand(again && *again == endpoint, "an endpoint is what its URL says");
            demand(endpoint.url.find('@') == std::string::npos, "no user and no password is in a URL");
        }
    }
    demand(merged(reading.accounts).size() <= reading.accounts.size(), "merging makes none");
}

} // namespace
} // namespace offline::fuzz

// Files are parted by form feeds; the first line of each is its name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offline;
    fuzz::Bytes bytes(data, size);
    const auto& program = accounts::mail_programs()[bytes.below(accounts::mail_programs().size())];
    accounts::ConfigFiles files;
    auto rest = bytes.text();
    while (!rest.empty() && files.size() < 8) {
        const auto file = rest.substr(0, rest.find('\f'));
        rest.remove_prefix(std::min(file.size() + 1, rest.size()));
        const auto name = file.substr(0, file.find('\n'));
        files.push_back(
            {std::string(name), std::string(file.substr(std::min(name.size() + 1, file.size())))});
    }
    fuzz::check(program.read(files));
    for (const auto& file : files) {
        accounts::sourced_by_neomutt(file.text);
        accounts::profiles_of_thunderbird(file.text);
    }
    return 0;
}
