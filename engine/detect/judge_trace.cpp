// How the judge tells what it did: it looks once more at what it has judged.
#include "engine/detect/judge.hpp"
#include "engine/detect/operators.hpp"

namespace engine {
namespace {

using Outcome = DetectMoment::Outcome;

void tell_addresses(const Datapoint& datapoint, const fleet::Interner& names,
                    DetectMoment& moment) {
    for (const auto address : datapoint.addresses)
        moment.addresses.emplace_back(names.text(address));
}

}  // namespace

void Judge::ask(DetectQuestion question) { question_ = std::move(question); }

const Judge::Watch* Judge::watch_asked_for(std::size_t& profile) {
    for (profile = 0; profile < profiles_.size(); ++profile) {
        if (profiles_[profile].name != question_->profile) continue;
        auto watch = forces_[profile].watches.begin();
        for (const auto& behavior : profiles_[profile].behaviors) {
            if (!judges(behavior)) continue;
            if (behavior.name == question_->behavior) {
                trace_.behavior = behavior.json;
                return &*watch;
            }
            ++watch;
        }
    }
    return nullptr;
}

Outcome Judge::outcome_of(const Collector& collector, std::size_t profile, const Watch& watch,
                          fleet::NameId thing, Datapoint& datapoint) const {
    const auto& force = forces_[profile];
    if (force.covers[plan_of_[thing]] == 0) return Outcome::not_covered;
    const auto activity = collector.activity(thing) & ((1U << watch.slots) - 1);
    if (activity == 0) return Outcome::not_active;
    if (watch.slots > 1) {
        const auto seen = force.first_seen[thing];
        const auto slot = collector.slot();
        if (seen > slot || slot - std::max(seen, watch.since) + 1 < watch.slots)
            return Outcome::filling;
    }
    if (!collector.read(watch.column, thing, watch.slots, activity, datapoint))
        return Outcome::nothing_counted;
    if (!watch.is_comparable) return Outcome::not_comparable;
    const bool is_normal = compares_numbers(watch.criteria.comparison)
                               ? watch.criteria.limits.allow(datapoint.low, datapoint.high)
                               : watch.kind->conforms(watch.criteria, datapoint);
    return is_normal ? Outcome::conforms : Outcome::violates;
}

void Judge::note_moment(const Collector& collector) {
    std::size_t profile = 0;
    const auto* watch = watch_asked_for(profile);
    if (watch == nullptr || forces_[profile].since > collector.slot()) return;
    const auto* column = collector.numbers(watch->column);
    trace_.is_in_force = true;
    trace_.is_of_addresses = column == nullptr;
    trace_.is_of_extremes = column != nullptr && !column->is_sum();
    trace_.is_statistical = watch->percentile.has_value();
    trace_.is_upper_limit = is_upper_limit(watch->criteria.comparison);
    trace_.to_alarm = watch->to_alarm;
    trace_.to_clear = watch->to_clear;
    trace_.slots = watch->slots;
    const auto thing = dictionary_.clients.find(question_->thing);
    if (thing >= plan_of_.size()) return;
    DetectMoment moment{.time = end_of(collector.slot()),
                        .outcome = Outcome::not_active,
                        .addresses = {},
                        .threshold = watch->threshold,
                        .population = watch->population};
    Datapoint datapoint;
    moment.outcome = outcome_of(collector, profile, *watch, thing, datapoint);
    if (moment.is_judged()) {
        moment.low = datapoint.low;
        moment.high = datapoint.high;
        tell_addresses(datapoint, dictionary_.addresses, moment);
    }
    const auto state = book_.states(watch->row)[thing];
    moment.is_on = state.is_on != 0;
    moment.run = state.run;
    trace_.moments.push_back(std::move(moment));
}

}  // namespace engine
