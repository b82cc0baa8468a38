#include "offlinectl/human.h"
#include "offlinectl/json.h"
#include "offlinectl/opened.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {

base::Result<int> why(const WhyWanted& wanted, Console& console) {
    const auto opened = open_profiles({wanted.profile}, console);
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

} // namespace offline::offlinectl
