// How the judge judges how long things have been disconnected: at every slot's end, also of things
// that do nothing. (docs/detect-semantics §4.10)
#include <algorithm>

#include "engine/detect/judge.hpp"

namespace engine {

using fleet::NameId;

Judge::Watch Judge::make_absence_watch(const SecurityProfile& profile, const Behavior& behavior,
                                       Slot since, Collector& collector) {
    collector.need_absences();
    Watch watch{
        .row = book_.row(profile.name, behavior.name),
        .source = Source::absence,
        .since = since,
        .kind = &criteria::static_threshold,
        .criteria = {.comparison = behavior.comparison, .limits = {}, .cidrs = {}, .is_inside = {}},
        .to_alarm = behavior.datapoints_to_alarm,
        .to_clear = behavior.datapoints_to_clear};
    watch.criteria.limits = limits_of(behavior.comparison, behavior.value.count);
    book_.outlast_silence(watch.row);
    return watch;
}

/// How long it has been away, in the unit of the reading.
std::optional<std::uint64_t> Judge::absence_of(const Collector& collector, NameId thing) const {
    const auto unit =
        reading_.counts_absence_in_seconds ? fleet::Duration{1000} : fleet::Duration{60'000};
    return collector.absences().length(thing, now_, unit);
}

void Judge::judge_absences(const Collector& collector, std::size_t first, std::size_t last,
                           std::vector<Verdict>& verdicts) {
    for (auto& force : forces_) {
        if (!force.has_absences || force.since > collector.slot()) continue;
        for (const auto& watch : force.watches) {
            if (watch.source != Source::absence) continue;
            const auto states = book_.states(watch.row);
            for (auto thing = static_cast<NameId>(first); thing < last; ++thing) {
                const auto away = absence_of(collector, thing);
                if (!away || force.covers[plan_of_[thing]] == 0) continue;
                const bool conforms = watch.criteria.limits.allow(*away, *away);
                if (!conforms || states[thing] != AlarmState{})
                    judge_datapoint(watch, thing, conforms,
                                    {.low = *away, .high = *away, .addresses = {}}, verdicts);
            }
        }
    }
}

/// What it came to in the slot that was judged.
DetectMoment Judge::absence_moment(const Collector& collector, NameId thing) const {
    auto moment = moment_of(*asked_, thing, now_);
    const auto away = absence_of(collector, thing);
    if (forces_[asked_profile_].covers[plan_of_[thing]] == 0) {
        moment.outcome = DetectMoment::Outcome::not_covered;
    } else if (!away) {
        moment.outcome = DetectMoment::Outcome::never_connected;
    } else {
        moment.low = moment.high = *away;
        moment.outcome = asked_->criteria.limits.allow(*away, *away)
                             ? DetectMoment::Outcome::conforms
                             : DetectMoment::Outcome::violates;
    }
    return moment;
}

}  // namespace engine
