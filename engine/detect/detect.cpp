#include "engine/detect/detect.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "engine/detect/collector.hpp"
#include "engine/detect/judge.hpp"
#include "engine/detect/metric_exports.hpp"
#include "engine/detect/metric_values.hpp"
#include "fleet/base/error.hpp"

namespace engine {

struct Detect::State {
    State(const fleet::Inventory& inventory, const fleet::Dictionary& names,
          fleet::Workers given_workers, DatapointSeam given_seam)
        : dictionary(names),
          workers(given_workers),
          seam(given_seam),
          collector(inventory, names, workers),
          judge(inventory, names, workers),
          exports(names, inventory.things.size()) {}

    bool may_skip() const {
        return collector.is_idle() && (seam.sink == nullptr || !seam.sink->wants_idle_slots());
    }
    void close_slot(std::vector<ViolationEvent>& events);
    void note_values() {
        values.note(collector, dictionary, [&](fleet::NameId thing, const MetricSeries& series) {
            return judge.retains(thing, series.metric, series.dimension, collector.slot());
        });
    }
    void export_metrics();
    void skip_to(Slot next, std::vector<ViolationEvent>& events);

    const fleet::Dictionary& dictionary;
    fleet::Workers workers;
    DatapointSeam seam;
    Collector collector;
    Judge judge;
    MetricValues values;
    MetricExports exports;
    std::vector<fleet::Outgoing> exported;
    bool has_begun = false;
};

namespace {

/// Orders what one step appended; earlier steps are earlier in time. (docs/detect-semantics §7.9)
void sort_from(std::size_t begin, std::vector<ViolationEvent>& events) {
    std::sort(events.begin() + static_cast<std::ptrdiff_t>(begin), events.end(),
              [](const ViolationEvent& a, const ViolationEvent& b) {
                  return std::tie(a.time, a.violation_id) < std::tie(b.time, b.violation_id);
              });
}

/// Where `seen` may be cut near `position`: never between two observations of one client.
std::size_t cut_before(std::span<const fleet::Observation> seen, std::size_t position) {
    while (position > 0 && position < seen.size() &&
           seen[position].client_id == seen[position - 1].client_id)
        ++position;
    return position;
}

}  // namespace

void Detect::State::close_slot(std::vector<ViolationEvent>& events) {
    const auto begin = events.size();
    collector.seal();
    if (seam.sink != nullptr) {
        seam.sink->write(collector);
    } else {
        judge.judge(collector, events);
        if (!values.is_empty()) note_values();
        if (!exports.is_empty()) export_metrics();
        judge.sweep(collector.slot(), collector.slot(), events);
        sort_from(begin, events);
    }
    collector.next_slot();
}

void Detect::State::export_metrics() {
    auto messages =
        exports.of_slot(collector, [&](const std::string& profile, fleet::NameId thing) {
            return judge.covers(profile, thing);
        });
    exported.insert(exported.end(), std::make_move_iterator(messages.begin()),
                    std::make_move_iterator(messages.end()));
}

/// Nothing is alive, so nothing but the sweep has anything to say before `next`.
void Detect::State::skip_to(Slot next, std::vector<ViolationEvent>& events) {
    const auto begin = events.size();
    judge.sweep(collector.slot(), next - 1, events);
    sort_from(begin, events);
    collector.open(next);
}

Detect::Detect(const fleet::Inventory& inventory, const fleet::Dictionary& dictionary,
               fleet::Workers workers, DatapointSeam seam)
    : state_(std::make_unique<State>(inventory, dictionary, workers, seam)) {}
Detect::~Detect() = default;

void Detect::attach(const SecurityProfile& profile, std::span<const std::string> targets,
                    fleet::Time since) {
    state_->judge.put(profile, targets, since, state_->collector);
    state_->exports.put(profile, since, state_->collector);
}

void Detect::remove(const std::string& profile, fleet::Time since) {
    SecurityProfile nothing;
    nothing.name = profile;
    state_->judge.put(nothing, {}, since, state_->collector);
    state_->exports.put(nothing, since, state_->collector);
}

void Detect::begin(const fleet::Slice& slice, std::vector<ViolationEvent>& events) {
    advance_to(slice.begin, events);
    for (const auto& change : slice.changes) {
        for (const auto& name : {change.subject, change.value}) {
            const auto thing = state_->dictionary.clients.find(name);
            if (thing != fleet::no_name) state_->judge.refresh(thing);
        }
    }
}

void Detect::expect(unsigned shares) {
    if (state_->seam.source == nullptr) state_->collector.expect(shares);
}
void Detect::take(unsigned share, std::span<const fleet::Observation> part) {
    if (state_->seam.source == nullptr) state_->collector.take(share, part);
}

void Detect::end(fleet::Time end, std::vector<ViolationEvent>& events) {
    if (state_->seam.source != nullptr) state_->seam.source->fill(state_->collector);
    state_->collector.finish();
    advance_to(end, events);
}

void Detect::observe(const fleet::Slice& slice, std::vector<ViolationEvent>& events) {
    begin(slice, events);
    const std::span all(slice.observations);
    const auto shares = state_->workers.shares_of(all.size());
    expect(shares);
    fleet::for_each_share(all.size(), shares,
                          [&](unsigned share, std::size_t first, std::size_t last) {
                              const auto from = cut_before(all, first), to = cut_before(all, last);
                              take(share, all.subspan(from, to - from));
                          });
    end(slice.end, events);
}

void Detect::advance_to(fleet::Time time, std::vector<ViolationEvent>& events) {
    auto& state = *state_;
    const auto next = slot_of(time);
    if (!state.has_begun) {
        state.has_begun = true;
        state.collector.open(next);
    }
    while (state.collector.slot() < next) {
        if (state.may_skip()) {
            state.skip_to(next, events);
        } else {
            state.close_slot(events);
        }
    }
}

void Detect::conclude() {
    auto& collector = state_->collector;
    if (state_->seam.sink == nullptr || collector.reported().counts_of_slot() == ReportCounts{})
        return;
    collector.seal();
    state_->seam.sink->write(collector);
}

void Detect::set(const DetectReading& reading) {
    state_->collector.reported().set(reading.reports);
    if (reading.is_connected_active) state_->collector.count_connected_as_active();
    state_->judge.set(reading);
}
std::vector<fleet::Outgoing> Detect::take_replies() {
    return state_->collector.reported().take_replies();
}
std::vector<fleet::Outgoing> Detect::take_exports() { return std::exchange(state_->exported, {}); }
ReportCounts Detect::report_counts() const { return state_->collector.reported().counts(); }

void Detect::want(const MetricSeries& series, const Definitions& definitions) {
    state_->values.want(series, definitions, state_->collector);
}
std::vector<MetricDatum> Detect::values(const MetricSeries& series, fleet::Time from,
                                        fleet::Time until) const {
    return state_->values.of(series, from, until);
}

std::vector<ActiveViolation> Detect::active_violations() const {
    return state_->judge.active_violations();
}
std::vector<BehaviorInForce> Detect::behaviors_for(std::string_view thing) const {
    return state_->judge.behaviors_for(thing);
}
std::span<const SecurityProfile> Detect::profiles() const { return state_->judge.profiles(); }
void Detect::ask(DetectQuestion question) { state_->judge.ask(std::move(question)); }
const DetectTrace& Detect::trace() const { return state_->judge.trace(); }

}  // namespace engine
