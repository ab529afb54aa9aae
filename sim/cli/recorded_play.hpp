// A scenario that is simulated once and judged as often as somebody likes, by other rules each
// time. For rules that alter nothing of what is simulated.
#pragma once

#include <string>
#include <vector>

#include "fleet/slice.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/test_plays.hpp"

namespace cli {

class RecordedPlay {
  public:
    /// Plays the scenario in memory, and judges it by its own rules.
    RecordedPlay(const LoadedScenario& loaded, unsigned threads);

    /// By its own rules.
    const Outcome& outcome() const { return outcome_; }
    /// By the rules and expectations of the same scenario with other ones. One thread at a time.
    Outcome judge(const LoadedScenario& other);
    const Played& played() const { return played_; }

  private:
    struct Recorded {
        fleet::Slice slice;                 // payloads are numbers of the following
        std::vector<std::string> payloads;  // of device reports
    };

    void keep(const fleet::Slice& slice);
    void tell(Recorded& recorded, engine::Examination& examination);
    Outcome outcome_of_played();

    fleet::Dictionary* names_ = nullptr;  // while it is played: of played_
    std::vector<Recorded> slices_;
    unsigned threads_;
    Played played_;
    Outcome outcome_;
};

}  // namespace cli
