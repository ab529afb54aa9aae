// Audit and detect over slices: the engine as the roof sees it. Blind to the truth: it is given an
// inventory, rules, and what was observed, and nothing else.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/audit/explanation.hpp"
#include "engine/detect/datapoint_seam.hpp"
#include "engine/detect/trace.hpp"
#include "engine/finding.hpp"
#include "engine/rules.hpp"
#include "fleet/base/parallel.hpp"
#include "fleet/change.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/inventory.hpp"
#include "fleet/outgoing.hpp"
#include "fleet/slice.hpp"

namespace engine {

/// What the engine asks of the world; takes effect from the next slice on.
struct Requests {
    std::vector<fleet::Change> changes;
    std::vector<fleet::Outgoing> outgoing;  // replies to devices
    std::vector<fleet::Outgoing> exports;   // metrics; published after the replies
};

class Examination final : public fleet::SliceListener {
  public:
    /// `dictionary` outlives the object and knows every name in the slices. Operations due before
    /// the first slice are performed at once; one that fails unexpectedly stays in
    /// findings().operations for the expectations to judge. The number of workers cannot show in
    /// any finding. With a sink in `seam` it only collects, for one shard of a run: no audit runs,
    /// nothing is judged, and of the operations those are performed that alter the world. With a
    /// source, observations say nothing but who was connected.
    Examination(const fleet::Inventory& inventory, const Rules& rules,
                const fleet::Dictionary& dictionary, fleet::Workers workers = {},
                DatapointSeam seam = {});
    ~Examination() override;

    /// Reads slices, in order: operations and audits due in one run on the registry and the history
    /// of their own instant.
    void begin(const fleet::Slice& slice) override;
    void expect(unsigned shares) override;
    void take(unsigned share, std::span<const fleet::Observation> part) override;
    void end() override;
    /// The same of a slice that is there whole.
    void observe(const fleet::Slice& slice);
    Requests take_requests();
    /// No slice comes any more: runs on in virtual time, without traffic, until every operation was
    /// performed and every task is terminal; no scheduled audit starts. `end` is the end of the
    /// last slice.
    void conclude(fleet::Time end);

    /// Asks why a check says what it says of a resource; the audits that run from now on answer.
    void ask(CheckQuestion question);
    const std::vector<CheckAnswer>& answers() const;
    /// Likewise of a behaviour; asked before the first slice.
    void ask(DetectQuestion question);
    const DetectTrace& trace() const;

    const Findings& findings() const;
    /// The behaviours that judge this thing, registered or not; the score asks for affected things
    /// only.
    std::vector<BehaviorInForce> behaviors_for(std::string_view thing) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace engine
