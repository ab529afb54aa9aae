#include "engine/detect/judge.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "engine/detect/operators.hpp"
#include "fleet/base/error.hpp"

namespace engine {
namespace {

using fleet::NameId;
constexpr auto never = std::numeric_limits<Slot>::max();

unsigned window_slots(const Behavior& behavior) {
    return behavior.duration_seconds == 0 ? 1 : behavior.duration_seconds / 300;
}

/// (docs/detect-semantics §7.5)
bool has_same_criteria(const Behavior& a, const Behavior& b) {
    const auto facts = [](const Behavior& behavior) {
        return std::tie(behavior.metric, behavior.dimension, behavior.has_criteria,
                        behavior.comparison, behavior.duration_seconds,
                        behavior.datapoints_to_alarm, behavior.datapoints_to_clear,
                        behavior.statistic);
    };
    return facts(a) == facts(b) && a.value == b.value;
}

const Behavior* behavior_named(const SecurityProfile& profile, std::string_view name) {
    const auto found =
        std::find_if(profile.behaviors.begin(), profile.behaviors.end(),
                     [&](const Behavior& behavior) { return behavior.name == name; });
    return found == profile.behaviors.end() ? nullptr : &*found;
}

BehaviorInForce::Side side_of(ComparisonOperator comparison) {
    if (!compares_numbers(comparison)) return BehaviorInForce::Side::foreign;
    return is_upper_limit(comparison) ? BehaviorInForce::Side::high : BehaviorInForce::Side::low;
}

}  // namespace

bool judges(const Behavior& behavior) { return behavior.has_criteria && !behavior.metric.empty(); }

Judge::Judge(const fleet::Inventory& inventory, const fleet::Dictionary& dictionary,
             fleet::Workers workers)
    : inventory_(inventory),
      dictionary_(dictionary),
      workers_(workers),
      first_things_(inventory.things.size()),
      book_(inventory.account.id, dictionary) {}

void Judge::put(const SecurityProfile& profile, std::span<const std::string> targets,
                fleet::Time since, Collector& collector) {
    Force force{.targets = Targets(targets, inventory_),
                .since = slot_of(since),
                .begin = since,
                .watches = {},
                .has_long_window = false,
                .has_statistics = false,
                .has_reported = false,
                .has_absences = false,
                .first_seen = {},
                .covers = {}};
    for (const auto& behavior : profile.behaviors) {
        if (!judges(behavior)) continue;
        force.watches.push_back(make_watch(profile, behavior, force.since, collector));
        force.has_long_window |= force.watches.back().slots > 1;
        const auto& watch = force.watches.back();
        force.has_statistics |= watch.percentile.has_value() && watch.source == Source::window;
        force.has_reported |= watch.source == Source::report;
        force.has_absences |= watch.source == Source::absence;
    }
    const auto found = std::find_if(profiles_.begin(), profiles_.end(),
                                    [&](const auto& known) { return known.name == profile.name; });
    if (found != profiles_.end()) {
        replace(*found, profile, forces_[static_cast<std::size_t>(found - profiles_.begin())],
                force);
        forces_[static_cast<std::size_t>(found - profiles_.begin())] = std::move(force);
        *found = profile;
    } else {
        profiles_.push_back(profile);
        forces_.push_back(std::move(force));
    }
    for (auto& each : forces_) {
        if (each.has_long_window) each.first_seen.resize(plan_of_.size(), never);
    }
    for (NameId thing = 0; thing < plan_of_.size(); ++thing) set_plan(thing);
}

Judge::Watch Judge::make_watch(const SecurityProfile& profile, const Behavior& behavior, Slot since,
                               Collector& collector) {
    const auto* metric = metric_named(behavior.metric);
    if (behavior.custom_type || (metric != nullptr && is_reported(metric->reading)))
        return make_reported_watch(profile, behavior, since, collector);
    if (metric != nullptr && metric->reading == Reading::absence)
        return make_absence_watch(profile, behavior, since, collector);
    fleet::require(metric != nullptr && metric->reading != Reading::not_evaluated,
                   "a profile in force names evaluated metrics only");
    const bool is_statistical = !behavior.statistic.empty();
    Watch watch{
        .row = book_.row(profile.name, behavior.name),
        .column =
            collector.need(*metric, window_slots(behavior),
                           is_statistical ? Measured::total : Measured::each, behavior.dimension),
        .slots = window_slots(behavior),
        .since = since,
        .kind = is_statistical ? &criteria::statistical_threshold : &criteria::static_threshold,
        .criteria = {.comparison = behavior.comparison, .limits = {}, .cidrs = {}, .is_inside = {}},
        .percentile = percentile_named(behavior.statistic),
        .is_comparable = !is_statistical,
        .to_alarm = behavior.datapoints_to_alarm,
        .to_clear = behavior.datapoints_to_clear};
    fleet::require(watch.percentile.has_value() == is_statistical,
                   "a profile in force names percentiles only");
    if (!compares_numbers(behavior.comparison))
        watch.criteria.cidrs = CidrSet(behavior.value.texts);
    else if (!is_statistical)
        watch.criteria.limits = limits_of(behavior.comparison, behavior.value.count);
    return watch;
}

/// Carries over what a new version of a profile leaves as it was. (docs/detect-semantics §7.5)
void Judge::replace(const SecurityProfile& before, const SecurityProfile& after,
                    const Force& old_force, Force& force) {
    force.first_seen = old_force.first_seen;
    force.begin = old_force.begin;
    for (const auto& behavior : before.behaviors) {
        if (!judges(behavior)) continue;
        const auto row = book_.row(before.name, behavior.name);
        const auto* successor = behavior_named(after, behavior.name);
        if (successor == nullptr || !judges(*successor)) {
            book_.drop(row);
            continue;
        }
        if (!has_same_criteria(behavior, *successor)) book_.restart(row);
        if (behavior.metric != successor->metric || behavior.dimension != successor->dimension ||
            window_slots(behavior) < window_slots(*successor))
            continue;
        const auto is_row = [row](const Watch& watch) { return watch.row == row; };
        std::find_if(force.watches.begin(), force.watches.end(), is_row)->since =
            std::find_if(old_force.watches.begin(), old_force.watches.end(), is_row)->since;
    }
}

void Judge::grow(std::size_t things) {
    auto thing = static_cast<NameId>(plan_of_.size());
    if (thing == things) return;
    if (plans_.empty()) known_[plans_.emplace_back()] = 0;
    plan_of_.resize(things, 0);
    book_.resize(things);
    for (auto& force : forces_) {
        if (force.has_long_window) force.first_seen.resize(things, never);
    }
    for (; thing < things; ++thing) set_plan(thing);
}

void Judge::refresh(NameId thing) {
    if (thing < plan_of_.size()) set_plan(thing);
}

const fleet::Thing* Judge::registered(NameId thing) const {
    return thing < first_things_ ? &inventory_.things[thing] : nullptr;
}

void Judge::set_plan(NameId thing) {
    scratch_.clear();
    for (std::size_t profile = 0; profile < forces_.size(); ++profile) {
        if (forces_[profile].targets.cover(registered(thing)))
            scratch_.push_back(static_cast<std::uint16_t>(profile));
    }
    auto& plan = plan_of_[thing];
    if (plans_[plan] == scratch_) return;
    for (const auto profile : plans_[plan]) {
        if (!std::binary_search(scratch_.begin(), scratch_.end(), profile)) leave(thing, profile);
    }
    const auto [known, is_new] =
        known_.try_emplace(scratch_, static_cast<std::uint16_t>(plans_.size()));
    if (is_new) plans_.push_back(scratch_);
    plan = known->second;
}

void Judge::leave(NameId thing, std::uint16_t profile) {
    auto& force = forces_[profile];
    for (const auto& watch : force.watches) book_.lose(watch.row, thing);
    if (!force.first_seen.empty()) force.first_seen[thing] = never;
}

/// Does a window of the behaviour end with the slot? (docs/detect-semantics §5.2)
bool Judge::is_due(const Watch& watch, Slot slot) const {
    return !reading_.has_tumbling_windows || (slot + 1) % watch.slots == 0;
}

void Judge::judge(const Collector& collector, std::vector<ViolationEvent>& events) {
    grow(collector.things());
    now_ = end_of(collector.slot());
    asked_ = question_ ? watch_asked_for(asked_profile_) : nullptr;
    told_moments_ = trace_.moments.size();
    if (question_) asked_thing_ = dictionary_.clients.find(question_->thing);
    for (std::size_t profile = 0; profile < forces_.size(); ++profile) {
        auto& covers = forces_[profile].covers;
        for (auto& watch : forces_[profile].watches) {
            if (watch.source == Source::window && !compares_numbers(watch.criteria.comparison))
                watch.criteria.learn(collector.addresses());
        }
        for (auto plan = covers.size(); plan < plans_.size(); ++plan)
            covers.push_back(std::binary_search(plans_[plan].begin(), plans_[plan].end(), profile));
    }
    compare_fleet(collector);
    compare_reports(collector);
    const auto shares = workers_.shares_of(collector.things());
    std::vector<std::vector<Verdict>> verdicts(shares);
    fleet::for_each_share(collector.things(), shares,
                          [&](unsigned share, std::size_t first, std::size_t last) {
                              judge_share(collector, first, last, verdicts[share]);
                          });
    for (auto& part : verdicts) {
        for (auto& verdict : part)
            book_.write(verdict.row, verdict.thing, verdict.step, verdict.time,
                        std::move(verdict.value), events);
    }
    if (asked_ != nullptr) note_moment(collector);
}

/// What the fleet did in the windows that end with the slot, for those who are held against it.
/// (docs/detect-semantics §6.4)
void Judge::compare_fleet(const Collector& collector) {
    std::vector<Watch*> watches;
    for (auto& force : forces_) {
        if (force.since > collector.slot()) continue;
        for (auto& watch : force.watches) {
            if (watch.percentile && watch.source == Source::window &&
                is_due(watch, collector.slot()))
                watches.push_back(&watch);
        }
    }
    if (watches.empty()) return;
    const auto shares = workers_.shares_of(collector.things());
    std::vector<Samples> samples(shares, Samples(watches.size()));
    fleet::for_each_share(collector.things(), shares,
                          [&](unsigned share, std::size_t first, std::size_t last) {
                              gather_samples(collector, first, last, samples[share]);
                          });
    for (std::size_t i = 0; i < watches.size(); ++i) {
        auto& all = samples.front()[i];
        for (std::size_t share = 1; share < shares; ++share)
            all.insert(all.end(), samples[share][i].begin(), samples[share][i].end());
        hold_against(*watches[i], watches[i]->counts, all, collector.slot());
    }
}

/// (docs/detect-semantics §6.4)
template <class Sample>
void Judge::hold_against(Watch& watch, Comparison<Sample>& comparison, std::vector<Sample>& samples,
                         Slot slot) const {
    FleetThreshold<Sample> fresh(*watch.percentile, reading_.percentiles, samples);
    if (reading_.percentiles.is_of_previous) {
        const auto pace =
            reading_.has_tumbling_windows && watch.source == Source::window ? watch.slots : 1U;
        const bool follows = comparison.next_slot + pace == slot;
        comparison.now = follows ? comparison.next : FleetThreshold<Sample>{};
        comparison.next = fresh;
        comparison.next_slot = slot;
    } else {
        comparison.now = fresh;
    }
    watch.is_comparable = comparison.now.is_comparable();
}
template void Judge::hold_against(Watch&, Comparison<std::uint64_t>&, std::vector<std::uint64_t>&,
                                  Slot) const;
template void Judge::hold_against(Watch&, Comparison<double>&, std::vector<double>&, Slot) const;

/// Of a thing whose own datapoint this is.
NumberLimits Judge::limits_for(const Watch& watch, std::uint64_t own) {
    if (!watch.percentile) return watch.criteria.limits;
    return limits_of(watch.criteria.comparison, watch.counts.now.of(own));
}

constexpr std::size_t handful = 512;

void Judge::gather_samples(const Collector& collector, std::size_t first, std::size_t last,
                           Samples& samples) {
    std::array<Candidate, handful> candidates;
    const auto slot = collector.slot();
    while (first < last) {
        const auto found = std::span(candidates).first(gather(collector, first, last, candidates));
        auto sample = samples.begin();
        for (auto& force : forces_) {
            if (force.since > slot || !force.has_statistics) continue;
            const auto judged = covered(force, found, slot);
            for (const auto& watch : force.watches) {
                if (!watch.percentile || watch.source != Source::window || !is_due(watch, slot))
                    continue;
                read_numbers(
                    *collector.numbers(watch.column), slot, watch, judged,
                    [&](NameId, std::uint64_t low, std::uint64_t) { sample->push_back(low); });
                ++sample;
            }
        }
    }
}

/// The next things with activity in some window that ends in the slot, as many as there is room
/// for.
std::size_t Judge::gather(const Collector& collector, std::size_t& first, std::size_t last,
                          std::span<Candidate> candidates) {
    std::size_t count = 0;
    for (; first < last && count < candidates.size(); ++first) {
        const auto thing = static_cast<NameId>(first);
        const auto activity = collector.activity(thing);
        if (activity == 0) continue;
        candidates[count++] = {.thing = thing,
                               .activity = activity,
                               .seen_since = 0,
                               .has_datapoint = (activity & 1U) != 0};
    }
    return count;
}

/// A few things at a time, and all of them under one behaviour after the other: what one behaviour
/// reads lies side by side.
void Judge::judge_share(const Collector& collector, std::size_t first, std::size_t last,
                        std::vector<Verdict>& verdicts) {
    std::array<Candidate, handful> candidates;
    judge_reports(collector, collector.reported().rows_of(first, last), verdicts);
    judge_absences(collector, first, last, verdicts);
    while (first < last) {
        const auto found = std::span(candidates).first(gather(collector, first, last, candidates));
        for (auto& force : forces_) {
            if (force.since <= collector.slot()) judge_profile(collector, force, found, verdicts);
        }
        for (const auto& candidate : found) {
            if (candidate.has_datapoint) book_.note_datapoint(candidate.thing, collector.slot());
        }
    }
}

/// Those that the profile judges, put in front of the others.
std::span<Judge::Candidate> Judge::covered(Force& force, std::span<Candidate> candidates,
                                           Slot slot) const {
    const auto judged = std::stable_partition(
        candidates.begin(), candidates.end(),
        [&](Candidate& candidate) { return may_judge(force, candidate, slot); });
    return candidates.first(static_cast<std::size_t>(judged - candidates.begin()));
}

void Judge::judge_profile(const Collector& collector, Force& force, std::span<Candidate> candidates,
                          std::vector<Verdict>& verdicts) {
    const auto slot = collector.slot();
    const auto judged = covered(force, candidates, slot);
    for (const auto& watch : force.watches) {
        if (watch.source != Source::window || !is_due(watch, slot)) continue;
        if (const auto* column = collector.numbers(watch.column))
            judge_numbers(*column, slot, watch, judged, verdicts);
        else
            judge_addresses(collector, watch, judged, verdicts);
    }
}

bool Judge::may_judge(Force& force, Candidate& candidate, Slot slot) const {
    if (force.covers[plan_of_[candidate.thing]] == 0) return false;
    candidate.seen_since = slot;
    if (!force.has_long_window) return true;
    auto& first_seen = force.first_seen[candidate.thing];
    if (first_seen == never && (candidate.activity & 1U) != 0) first_seen = slot;
    candidate.seen_since = first_seen;
    return first_seen != never;  // else its activity was before the profile
}

/// Calls `take(thing, low, high)` for each datapoint of the behaviour that the slot ends.
template <class Take>
void Judge::read_numbers(const Column& column, Slot slot, const Watch& watch,
                         std::span<Candidate> candidates, Take take) {
    if (watch.slots == 1) return read_open(column, candidates, take);
    const auto sums = column.sums_over(watch.slots);
    const auto window = (1U << watch.slots) - 1;
    Datapoint datapoint;
    for (auto& candidate : candidates) {
        // The window must be full before it is judged. (docs/detect-semantics §5.4)
        const auto full_since = std::max(candidate.seen_since, watch.since);
        if (slot - full_since + 1 < watch.slots) continue;
        if (!sums.empty()) {
            if ((candidate.activity & window) == 0) continue;
            datapoint.low = datapoint.high = sums[candidate.thing];
        } else if (!column.read(candidate.thing, watch.slots, candidate.activity, datapoint)) {
            continue;
        }
        candidate.has_datapoint = true;
        take(candidate.thing, datapoint.low, datapoint.high);
    }
}

/// The same where the window is a slot. How the cells are kept is asked once for all.
template <class Take>
void Judge::read_open(const Column& column, std::span<const Candidate> candidates, Take take) {
    if (const auto sums = column.open_sums(); !sums.empty()) {
        for (const auto& candidate : candidates) {
            const auto sum = sums[candidate.thing];
            if ((candidate.activity & 1U) != 0) take(candidate.thing, sum, sum);
        }
        return;
    }
    for (const auto& candidate : candidates) {
        if ((candidate.activity & 1U) == 0) continue;
        const auto cell = column.open_cell(candidate.thing);
        if (cell.low <= cell.high) take(candidate.thing, cell.low, cell.high);
    }
}

void Judge::judge_numbers(const Column& column, Slot slot, const Watch& watch,
                          std::span<Candidate> candidates, std::vector<Verdict>& verdicts) {
    if (!watch.is_comparable) return;
    const auto states = book_.states(watch.row);
    const bool is_by_own = watch.percentile && watch.counts.now.is_by_own();
    const auto limits = limits_for(watch, 0);
    // Called for every device under every behaviour: as a function of its own it costs more than
    // what it does.
    const auto judge_one = [&](NameId thing, std::uint64_t low, std::uint64_t high)
        __attribute__((always_inline)) {
        const bool conforms = (is_by_own ? limits_for(watch, low) : limits).allow(low, high);
        if (!conforms || states[thing] != AlarmState{}) [[unlikely]]
            judge_datapoint(watch, thing, conforms, {.low = low, .high = high, .addresses = {}},
                            verdicts);
    };
    read_numbers(column, slot, watch, candidates, judge_one);
}

/// Their window is always one slot.
void Judge::judge_addresses(const Collector& collector, const Watch& watch,
                            std::span<Candidate> candidates, std::vector<Verdict>& verdicts) {
    const auto states = book_.states(watch.row);
    Datapoint datapoint;
    for (auto& candidate : candidates) {
        if (!collector.read(watch.column, candidate.thing, watch.slots, candidate.activity,
                            datapoint))
            continue;
        candidate.has_datapoint = true;
        const bool conforms = watch.kind->conforms(watch.criteria, datapoint);
        if (!conforms || states[candidate.thing] != AlarmState{})
            judge_datapoint(watch, candidate.thing, conforms, datapoint, verdicts);
    }
}

void Judge::judge_datapoint(const Watch& watch, NameId thing, bool conforms,
                            const Datapoint& datapoint, std::vector<Verdict>& verdicts) {
    const auto step = book_.count(watch.row, thing, conforms, watch.to_alarm, watch.to_clear);
    if (step == AlarmStep::none) return;
    verdicts.push_back(
        {.row = watch.row,
         .thing = thing,
         .step = step,
         .time = now_,
         .value = watch.kind->value(watch.criteria, datapoint, dictionary_.addresses)});
}

bool Judge::covers(std::string_view profile, NameId thing) const {
    for (std::size_t i = 0; i < forces_.size(); ++i) {
        if (profiles_[i].name == profile) return forces_[i].targets.cover(registered(thing));
    }
    return false;
}

bool Judge::retains(NameId thing, const std::string& metric,
                    const std::optional<Dimension>& dimension, Slot slot) const {
    const auto is_of_behavior = [&](const Behavior& behavior) {
        return behavior.metric == metric && behavior.dimension == dimension;
    };
    const auto is_retained = [&](const RetainedMetric& retained) {
        return retained.metric == metric &&
               retained.dimension.has_value() == dimension.has_value() &&
               (!dimension || (retained.dimension->name == dimension->name &&
                               retained.dimension->is_not_in == dimension->is_not_in));
    };
    for (std::size_t i = 0; i < forces_.size(); ++i) {
        if (forces_[i].since > slot || !forces_[i].targets.cover(registered(thing))) continue;
        if (std::ranges::any_of(profiles_[i].behaviors, is_of_behavior) ||
            std::ranges::any_of(profiles_[i].retained, is_retained))
            return true;
    }
    return false;
}

std::vector<BehaviorInForce> Judge::behaviors_for(std::string_view thing) const {
    std::vector<BehaviorInForce> behaviors;
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
        const auto id = dictionary_.clients.find(thing);
        if (!forces_[i].targets.cover(registered(id))) continue;
        for (const auto& behavior : profiles_[i].behaviors) {
            if (!judges(behavior)) continue;
            behaviors.push_back(
                {.profile_name = profiles_[i].name,
                 .behavior_name = behavior.name,
                 .metric = behavior.metric,
                 .side = side_of(behavior.comparison),
                 .window = fleet::slot_length * window_slots(behavior),
                 .datapoints_to_alarm = behavior.datapoints_to_alarm,
                 .is_scoped = behavior.dimension.has_value(),
                 .pace = fleet::slot_length *
                         (reading_.has_tumbling_windows ? window_slots(behavior) : 1U)});
        }
    }
    return behaviors;
}

}  // namespace engine
