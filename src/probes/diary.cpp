#include "probes/diary.h"

#include <chrono>
#include <utility>

namespace offline::probes {
namespace {

base::Instant now() { return std::chrono::steady_clock::now(); }

} // namespace

Diary::Diary() : began_(now()) {}

void Diary::begin(model::StepKind kind) {
    under_way_ = kind;
    step_began_ = now();
}

void Diary::done(std::string detail) { end_step(true, std::move(detail)); }

void Diary::in_vain(std::string detail) { end_step(false, std::move(detail)); }

void Diary::well(std::string detail) {
    look_.ok = true;
    look_.reason = Reason::ok;
    look_.detail = std::move(detail);
    decided_ = true;
    decided_at_ = now();
}

void Diary::badly(const Failed& failed) {
    end_step(false, failed.detail);
    look_.ok = false;
    look_.reason = failed.reason;
    look_.detail = failed.detail;
    decided_ = true;
    decided_at_ = now();
}

void Diary::think_again(const Failed& failed) {
    look_.reason = failed.reason;
    look_.detail = failed.detail;
    decided_at_ = now();
}

model::Look Diary::close() {
    look_.at = now();
    look_.total = decided_at_ - began_;
    return std::move(look_);
}

void Diary::end_step(bool ok, std::string detail) {
    if (under_way_)
        look_.steps.push_back({*under_way_, ok, now() - step_began_, std::move(detail)});
    under_way_.reset();
}

} // namespace offline::probes
