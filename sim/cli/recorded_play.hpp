// A scenario that is simulated once and judged as often as somebody likes, by other rules each
// time. Of two sets of rules that are known beforehand, compared_rules keeps no recording.
#pragma once

#include <string>
#include <vector>

#include "fleet/slice.hpp"
#include "sim/cli/outcome.hpp"
#include "sim/cli/play.hpp"

namespace cli {

class RecordedPlay {
  public:
    /// Plays the scenario in memory, and judges it by its own rules.
    RecordedPlay(const LoadedScenario& loaded, unsigned threads);

    /// By its own rules.
    const Outcome& outcome() const { return outcome_; }
    /// By the rules and expectations of the same scenario with other ones; plays it anew where
    /// those rules would have had something else happen. One thread at a time.
    Outcome judge(const LoadedScenario& other);
    /// What the scenario would have to expect for this to pass, as score::updated_expectations.
    fleet::Json updated_expectations(const LoadedScenario& loaded);
    const Played& played() const { return played_; }

  private:
    struct Recorded {
        fleet::Slice slice;                 // payloads are numbers of the following
        std::vector<std::string> payloads;  // of device reports
        engine::Requests asked;             // by its own rules, when it had ended
    };

    void keep(const fleet::Slice& slice);
    void tell(Recorded& recorded, engine::Examination& examination);
    static Outcome outcome_of(Played& played);

    fleet::Dictionary* names_ = nullptr;  // while it is played: of played_
    std::vector<Recorded> slices_;
    unsigned threads_;
    Played played_;
    Outcome outcome_;
};

}  // namespace cli
