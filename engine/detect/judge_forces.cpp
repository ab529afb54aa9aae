// Which profiles are in force, and whom each of them judges.
#include <algorithm>
#include <tuple>

#include "engine/detect/judge.hpp"
#include "engine/detect/operators.hpp"
#include "fleet/base/error.hpp"

namespace engine {
namespace {

using fleet::NameId;

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

}  // namespace

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

}  // namespace engine
