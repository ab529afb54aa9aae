#include "engine/detect/judge.hpp"

#include <algorithm>
#include <array>

#include "engine/detect/operators.hpp"
#include "fleet/base/error.hpp"

namespace engine {
namespace {

using fleet::NameId;

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
