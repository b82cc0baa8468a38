#include <memory>

#include "offlinectl/human.h"
#include "offlinectl/json.h"
#include "offlinectl/opened.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {
namespace {

base::Result<int> why(const std::string& name, Console& console) {
    const auto opened = open_profiles({name}, console);
    if (!opened)
        return opened.error();
    say_who_judges(console);
    await_verdicts(*opened);
    const auto explanation = opened->front().session.explain();
    const auto now = Moment::now();
    console.print(console.json() ? json::explanation(explanation, now)
                                 : Human(console.colored()).explanation(explanation, now));
    return exit_so;
}

} // namespace

void offer_why(CLI::App& app, Deed& deed) {
    const auto name = std::make_shared<std::string>();
    auto* verb = app.add_subcommand("why", "the verdict on a profile, and the evidence under it");
    verb->add_option("PROFILE", *name, "the profile")->type_name("")->required();
    verb->callback([name, &deed] { deed = [name](Console& console) { return why(*name, console); }; });
}

} // namespace offline::offlinectl
