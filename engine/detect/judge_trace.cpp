// How the judge tells what it did: it looks once more at what it has judged.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/detect/judge.hpp"
#include "engine/detect/operators.hpp"

namespace engine {
namespace {

using Outcome = DetectMoment::Outcome;

/// What a report says, as a person reads it.
std::string text_of(const ReportedDatapoint& datapoint, MetricValue::Form form) {
    if (form == MetricValue::Form::count) return fmt::format("{}", datapoint.count);
    if (form == MetricValue::Form::number) return fmt::format("{}", datapoint.number);
    if (datapoint.numbers.empty() && datapoint.texts.empty()) return "an empty list";
    return datapoint.texts.empty() ? fmt::format("{}", fmt::join(datapoint.numbers, ", "))
                                   : fmt::format("{}", fmt::join(datapoint.texts, ", "));
}

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
    const bool is_normal =
        compares_numbers(watch.criteria.comparison)
            ? limits_for(watch, datapoint.low).allow(datapoint.low, datapoint.high)
            : watch.kind->conforms(watch.criteria, datapoint);
    return is_normal ? Outcome::conforms : Outcome::violates;
}

void Judge::describe(const Collector& collector, const Watch& watch) {
    const bool is_reported = watch.source == Source::report;
    const auto* column = watch.source == Source::window ? collector.numbers(watch.column) : nullptr;
    const auto form = watch.reported.form;
    trace_.is_in_force = true;
    trace_.is_reported = is_reported;
    const bool is_number = form == MetricValue::Form::count || form == MetricValue::Form::number;
    trace_.is_of_lists =
        is_reported ? !is_number : watch.source == Source::window && column == nullptr;
    trace_.is_of_extremes = column != nullptr && !column->is_sum();
    trace_.is_statistical = watch.percentile.has_value();
    trace_.is_upper_limit = is_upper_limit(watch.criteria.comparison);
    trace_.to_alarm = watch.to_alarm;
    trace_.to_clear = watch.to_clear;
    trace_.slots = watch.slots;
    trace_.has_tumbling_windows = reading_.has_tumbling_windows;
}

/// What the thing of a judged moment was held against.
std::string Judge::limit_text(const Watch& watch, const DetectMoment& moment) {
    if (!watch.percentile) return {};
    return watch.numbers.now.is_comparable() ? text_of(watch.numbers.now.of(moment.number))
                                             : text_of(watch.counts.now.of(moment.low));
}

DetectMoment Judge::moment_of(const Watch& watch, fleet::NameId thing, fleet::Time time) const {
    const auto state = book_.states(watch.row)[thing];
    return {.time = time,
            .outcome = Outcome::not_active,
            .told = {},
            .number = 0,
            .addresses = {},
            .limit = {},
            .population = std::max(watch.counts.now.population(), watch.numbers.now.population()),
            .is_on = state.is_on != 0,
            .run = state.run};
}

/// One report, or one slot's reports, while it is judged.
void Judge::note_reported(const Watch& watch, fleet::NameId thing, fleet::Time time, bool conforms,
                          const ReportedDatapoint& datapoint) {
    auto moment = moment_of(watch, thing, time);
    moment.outcome = conforms ? Outcome::conforms : Outcome::violates;
    moment.low = moment.high = datapoint.count;
    moment.number = datapoint.number;
    moment.told = text_of(datapoint, watch.reported.form);
    moment.limit = limit_text(watch, moment);
    trace_.moments.push_back(std::move(moment));
}

/// Why nothing that the thing reported was judged.
Outcome Judge::outcome_of_reports(const Collector& collector, std::size_t profile,
                                  const Watch& watch, fleet::NameId thing) const {
    const auto& force = forces_[profile];
    const auto& reported = collector.reported();
    if (force.covers[plan_of_[thing]] == 0) return Outcome::not_covered;
    const auto reports = reported.rows_of(thing, thing + 1);
    if (!of_slot(reported, watch, reports, collector.slot()))
        return reported.refused(thing) ? Outcome::refused : Outcome::not_reported;
    return is_full(force, watch, thing, collector.slot()) ? Outcome::not_comparable
                                                          : Outcome::filling;
}

void Judge::note_moment(const Collector& collector) {
    if (forces_[asked_profile_].since > collector.slot()) return;
    describe(collector, *asked_);
    const auto thing = asked_thing_;
    if (thing >= plan_of_.size()) return;
    const auto now = end_of(collector.slot());
    auto& moments = trace_.moments;
    if (asked_->source == Source::window && !is_due(*asked_, collector.slot())) return;
    if (asked_->source == Source::absence) {
        moments.push_back(absence_moment(collector, thing));
        return;
    }
    if (asked_->source == Source::report) {
        if (moments.size() > told_moments_) return;  // report by report
        moments.push_back(moment_of(*asked_, thing, now));
        moments.back().outcome = outcome_of_reports(collector, asked_profile_, *asked_, thing);
        return;
    }
    auto moment = moment_of(*asked_, thing, now);
    Datapoint datapoint;
    moment.outcome = outcome_of(collector, asked_profile_, *asked_, thing, datapoint);
    if (moment.is_judged()) {
        moment.low = datapoint.low;
        moment.high = datapoint.high;
        moment.limit = limit_text(*asked_, moment);
        tell_addresses(datapoint, dictionary_.addresses, moment);
    }
    moments.push_back(std::move(moment));
}

}  // namespace engine
