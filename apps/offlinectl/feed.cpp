#include "offlinectl/feed.h"

#include <algorithm>
#include <utility>

#include "offlinectl/json.h"

namespace offline::offlinectl {

using Kind = session::Event::Kind;

namespace {

constexpr std::size_t longest_on_a_terminal = 24; // columns of a name, where lines are cut

} // namespace

Feed::Feed(const std::vector<std::string>& names, Console& console, ReportFile* report,
           const std::function<void(std::string)>& print)
    : console_(console),
      report_(report),
      print_(print ? print : [&console](const std::string& line) { console.print(line); }),
      human_(console.colored()),
      width_(print ? std::min(widest(names), longest_on_a_terminal) : widest(names)),
      hidden_(names.size()) {
    for (const auto& name : names)
        subjects_.push_back({.name = name});
}

bool Feed::take(std::size_t profile, const session::Event& event, const Moment& now) {
    const std::lock_guard lock(mutex_);
    auto& subject = subjects_[profile];
    const bool snapshot = event.kind == Kind::snapshot && !subject.shown;
    if (!snapshot && hidden_ != 0) {
        early_.push_back({profile, event, now});
        return true;
    }
    show(subject, event, now);
    if (snapshot) {
        subject.shown = true;
        if (--hidden_ == 0)
            for (const auto& each : std::exchange(early_, {}))
                show(subjects_[each.profile], each.event, each.at);
    }
    return !console_.trouble() && !(report_ && report_->trouble());
}

void Feed::show(Subject& subject, const session::Event& event, const Moment& now) {
    const bool for_people = event.kind != Kind::notify || event.phase == model::Phase::statechange;
    if (console_.json() || report_) {
        const auto line = json::event(subject.name, event, now);
        if (console_.json())
            console_.print(line);
        if (report_)
            report_->append(line);
    }
    if (!console_.json() && for_people)
        print_(human_.event(subject.name, width_, event, track(subject, event, now), now));
}

std::optional<Lasted> Feed::track(Subject& subject, const session::Event& event, const Moment& now) const {
    if (event.kind == Kind::reason)
        return std::nullopt;
    const Subject before = subject;
    subject.state = event.new_state;
    subject.since = now.monotonic;
    subject.flipped = event.kind == Kind::notify;
    if (event.kind == Kind::snapshot || event.old_reason == Reason::unknown)
        return std::nullopt;
    return Lasted{before.state, now.monotonic - before.since, !before.flipped};
}

} // namespace offline::offlinectl
