#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/evidence.h"
#include "model/profile.h"
#include "model/verdict.h"

namespace offline::judge {

using namespace std::chrono_literals;

/// How a server meets every look from now on.
struct Meets {
    Reason reason = Reason::ok; ///< `ok`: the look comes off
    std::chrono::milliseconds after = 10ms;
    bool bytes_arriving = false; ///< time was up while bytes still came
};

model::Profile profile_of(const std::vector<std::string>& urls);

/// A profile's life in virtual time: a test says how servers and ways behave, Life looks whenever the
/// judgement asks for it, and writes down what is told. Time begins at 0; every time here is in milliseconds.
class Life {
public:
    explicit Life(model::Profile profile);

    /// Every look that begins from now on at endpoint `index` ends like that.
    void server(Meets how, std::size_t index = 0);
    void way_opens(std::size_t index = 0);
    /// The route or the address goes; the link stays.
    void way_closes(std::size_t index = 0);
    void link_lost(std::size_t index = 0);
    /// A wish, a resume or a way that is back.
    void look_wanted(std::size_t index = 0);
    /// A program says that it met something else than is believed.
    void report(std::size_t index = 0);
    /// A program says what it met, whatever is believed.
    void report_met(bool ok, std::size_t index = 0);
    /// A look that is under way comes to nothing, for a want of our own.
    void spoil(std::size_t index = 0);
    void metered(bool is);

    /// Every later look draws this jitter, 0 … 1.
    void jitter(double value) { jitter_ = value; }

    void run(std::chrono::milliseconds time);

    /// `"1010 offline refused"`: when, state, reason; a line for each move of state or reason since last
    /// asked.
    std::vector<std::string> told();
    /// When looks at that endpoint began since last asked.
    std::vector<std::int64_t> looks(std::size_t index = 0);

    const model::Verdict& verdict() const { return verdict_; }

    const model::Evidence& evidence() const { return evidence_; }

    const model::Profile& profile() const { return profile_; }

    base::Instant now() const { return now_; }

private:
    struct Server {
        Meets how;
        std::optional<model::Look> under_way;
        std::vector<std::int64_t> looks;
    };

    std::int64_t clock() const;
    void remember(std::size_t index, bool open, bool link_lost);
    void judge_now();
    bool begin_looks();
    void end_looks();
    base::Instant next_event(base::Instant limit) const;

    model::Profile profile_;
    model::Evidence evidence_;
    model::Verdict verdict_;
    std::vector<Server> servers_;
    std::vector<std::string> told_;
    std::string last_told_;
    base::Instant now_;
    double jitter_ = 0;
};

} // namespace offline::judge
