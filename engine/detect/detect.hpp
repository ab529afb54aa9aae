// The detect half of the engine: security profiles over slices. Collector (observations →
// datapoints) and Judge (datapoints and behaviours → alarms) piped into each other, slot by slot.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/detect/datapoint_seam.hpp"
#include "engine/detect/definitions.hpp"
#include "engine/detect/detect_reading.hpp"
#include "engine/detect/profile.hpp"
#include "engine/detect/trace.hpp"
#include "engine/finding.hpp"
#include "fleet/base/parallel.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/inventory.hpp"
#include "fleet/outgoing.hpp"
#include "fleet/slice.hpp"

namespace engine {

struct MetricSeries;  // engine/detect/metric_values.hpp
struct MetricDatum;

class Detect {
  public:
    /// `inventory` is the engine's own registry and follows its changes; both references, and what
    /// `seam` points to, outlive the object. The number of workers cannot show in any event. With a
    /// sink nothing is judged; with a source, what is observed is not looked at.
    Detect(const fleet::Inventory& inventory, const fleet::Dictionary& dictionary,
           fleet::Workers workers = {}, DatapointSeam seam = {});
    ~Detect();

    /// Puts a valid profile in force for targets ("all/registered-things", "thinggroup/eu", … : the
    /// tail of a target ARN) from `since` on. A profile whose name is in force already is replaced
    /// (docs/detect-semantics: counters of changed criteria start again).
    void attach(const SecurityProfile& profile, std::span<const std::string> targets,
                fleet::Time since);

    /// Reads one slice as a SliceListener would: its registry changes have been applied to the
    /// inventory. At a slot's end judges it and appends what happened to `events`, ascending by
    /// (time, violation id).
    void begin(const fleet::Slice& slice, std::vector<ViolationEvent>& events);
    void expect(unsigned shares);
    void take(unsigned share, std::span<const fleet::Observation> part);
    void end(fleet::Time end, std::vector<ViolationEvent>& events);
    /// The same of a slice that is there whole.
    void observe(const fleet::Slice& slice, std::vector<ViolationEvent>& events);
    /// The profile is gone: its alarms end with the slot of `since`.
    void remove(const std::string& profile, fleet::Time since);
    /// No slice will come before `time`: closes the slots up to it (an empty stretch, in one step).
    void advance_to(fleet::Time time, std::vector<ViolationEvent>& events);

    /// Nothing follows. What devices reported in a slot that does not end any more is counted and
    /// not judged.
    void conclude();

    /// Before anything is observed.
    void set(const DetectReading& reading);
    /// What the service answers to the reports of the slices so far.
    std::vector<fleet::Outgoing> take_replies();
    /// The metrics that the slots so far had to export.
    std::vector<fleet::Outgoing> take_exports();
    /// What became of the reports of the slices so far.
    ReportCounts report_counts() const;

    std::vector<ActiveViolation> active_violations() const;
    /// Keeps the values of a series from here on; before anything is observed.
    void want(const MetricSeries& series, const Definitions& definitions);
    /// Those that were retained, ascending by time.
    std::vector<MetricDatum> values(const MetricSeries& series, fleet::Time from,
                                    fleet::Time until) const;
    /// The behaviours that judge this thing (registered or not), in order of profile and behaviour.
    std::vector<BehaviorInForce> behaviors_for(std::string_view thing) const;
    std::span<const SecurityProfile> profiles() const;
    /// From now on keeps what one behaviour makes of one thing, slot by slot; stretches without
    /// activity of anybody leave nothing.
    void ask(DetectQuestion question);
    const DetectTrace& trace() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace engine
