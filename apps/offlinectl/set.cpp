#include <memory>

#include "offlinectl/verbs.h"

namespace offline::offlinectl {
namespace {

struct Wanted {
    std::string profile;
    std::string state;
    bool no_wait{};
};

} // namespace

void offer_set(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<Wanted>();
    auto* verb = app.add_subcommand("set", "wish a profile to work online or offline (needs the daemon)");
    verb->add_option("PROFILE", wanted->profile, "the profile")->type_name("")->required();
    verb->add_option("STATE", wanted->state, "online or offline")
        ->type_name("")
        ->required()
        ->check(CLI::IsMember({"online", "offline"}).description(""));
    verb->add_flag("--no-wait", wanted->no_wait, "do not wait until it is so");
    verb->callback([wanted, &deed] {
        deed = [wanted](Console&) -> base::Result<int> {
            return base::failure(
                base::Code::no_daemon,
                "a wish lasts only where a daemon keeps it, and none is running; in a program of "
                "your own, call SetCurrentState");
        };
    });
}

} // namespace offline::offlinectl
