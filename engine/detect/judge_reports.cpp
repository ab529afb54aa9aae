// How the judge judges what devices report: a report at a time under a static criteria, a slot at a
// time where the fleet is compared. (docs/detect-semantics §12.6–12.8)
#include <algorithm>

#include "engine/detect/judge.hpp"
#include "fleet/base/error.hpp"

namespace engine {
namespace {

using fleet::NameId;
using Reports = std::span<const ReportRow>;

/// Calls `each(reports)` for the reports of one thing after the other.
template <class Each>
void for_each_thing(Reports reports, Each each) {
    for (std::size_t first = 0; first < reports.size();) {
        auto last = first + 1;
        while (last < reports.size() && reports[last].thing == reports[first].thing) ++last;
        each(reports.subspan(first, last - first));
        first = last;
    }
}

fleet::Duration window_of(unsigned slots) { return fleet::slot_length * slots; }

}  // namespace

Judge::Watch Judge::make_reported_watch(const SecurityProfile& profile, const Behavior& behavior,
                                        Slot since, Collector& collector) {
    const auto* metric = metric_named(behavior.metric);
    const auto column =
        behavior.custom_type
            ? column_of(card_of(*behavior.custom_type, behavior.metric), *behavior.custom_type)
            : column_of(*metric);
    const bool is_statistical = !behavior.statistic.empty();
    Watch watch{
        .row = book_.row(profile.name, behavior.name),
        .column = collector.reported().need(column),
        .source = Source::report,
        .is_delta = column.reading == Reading::delta,
        .slots = behavior.duration_seconds == 0 ? 1 : behavior.duration_seconds / 300,
        .since = since,
        .kind = is_statistical ? &criteria::statistical_threshold : &criteria::static_threshold,
        .criteria = {.comparison = behavior.comparison, .limits = {}, .cidrs = {}, .is_inside = {}},
        .reported = reported_criteria(behavior, column.form),
        .percentile = percentile_named(behavior.statistic),
        .is_comparable = !is_statistical,
        .to_alarm = behavior.datapoints_to_alarm,
        .to_clear = behavior.datapoints_to_clear};
    fleet::require(watch.percentile.has_value() == is_statistical,
                   "a profile in force names percentiles only");
    return watch;
}

/// A sum over a window says nothing before the window is full. (docs/detect-semantics §12.7)
bool Judge::is_full(const Force& force, const Watch& watch, NameId thing, Slot slot) const {
    if (!watch.is_delta || watch.slots == 1) return true;
    return slot - std::max(force.first_seen[thing], watch.since) + 1 >= watch.slots;
}

std::optional<ReportedDatapoint> Judge::of_report(const Reported& reported, const Watch& watch,
                                                  const ReportRow& row) {
    return reported.read(row, watch.column, row.time - window_of(watch.slots));
}

/// What the slot comes to: its latest report that tells of it, and those received in the window.
std::optional<ReportedDatapoint> Judge::of_slot(const Reported& reported, const Watch& watch,
                                                Reports reports, Slot slot) {
    const auto before = end_of(slot) - window_of(watch.slots) - fleet::Duration{1};
    for (auto at = reports.size(); at > 0; --at) {
        if (const auto datapoint = reported.read(reports[at - 1], watch.column, before))
            return datapoint;
    }
    return std::nullopt;
}

/// What the fleet reported in the windows that end with the slot. (docs/detect-semantics §12.8)
void Judge::compare_reports(const Collector& collector) {
    const auto& reported = collector.reported();
    const auto slot = collector.slot();
    for (auto& force : forces_) {
        if (force.since > slot || !force.has_reported) continue;
        for (auto& watch : force.watches) {
            if (!watch.percentile || watch.source != Source::report) continue;
            std::vector<std::uint64_t> counts;
            std::vector<double> numbers;
            for_each_thing(reported.rows(), [&](Reports reports) {
                Candidate candidate{.thing = reports.front().thing, .activity = 1};
                if (!may_judge(force, candidate, slot) ||
                    !is_full(force, watch, candidate.thing, slot))
                    return;
                const auto datapoint = of_slot(reported, watch, reports, slot);
                if (!datapoint) return;
                counts.push_back(datapoint->count);
                numbers.push_back(datapoint->number);
            });
            // There are no percentiles of a metric that may be negative.
            if (std::ranges::any_of(numbers, [](double one) { return one < 0; })) numbers.clear();
            if (watch.reported.form == MetricValue::Form::count)
                hold_against(watch, watch.counts, counts, slot);
            else
                hold_against(watch, watch.numbers, numbers, slot);
        }
    }
}

bool Judge::conforms(const Watch& watch, const ReportedDatapoint& datapoint) {
    if (!watch.percentile) return watch.reported.conforms(datapoint);
    if (watch.reported.form == MetricValue::Form::count)
        return limits_for(watch, datapoint.count).allow(datapoint.count, datapoint.count);
    return compare(watch.reported.comparison, datapoint.number,
                   value_of(watch.numbers.now.of(datapoint.number)));
}

void Judge::judge_reports(const Collector& collector, Reports reports,
                          std::vector<Verdict>& verdicts) {
    for_each_thing(reports, [&](Reports of_thing) {
        for (auto& force : forces_) {
            if (force.since <= collector.slot() && force.has_reported)
                judge_thing(collector, force, of_thing, verdicts);
        }
        book_.note_datapoint(of_thing.front().thing, collector.slot());
    });
}

void Judge::judge_thing(const Collector& collector, Force& force, Reports reports,
                        std::vector<Verdict>& verdicts) {
    const auto slot = collector.slot();
    const auto& reported = collector.reported();
    Candidate candidate{.thing = reports.front().thing, .activity = 1};
    if (!may_judge(force, candidate, slot)) return;
    for (const auto& watch : force.watches) {
        if (watch.source != Source::report || !is_full(force, watch, candidate.thing, slot))
            continue;
        if (watch.percentile) {
            if (!watch.is_comparable) continue;
            if (const auto datapoint = of_slot(reported, watch, reports, slot))
                judge_reported(watch, candidate.thing, now_, *datapoint, verdicts);
            continue;
        }
        for (const auto& row : reports) {
            if (row.time < force.begin) continue;
            if (const auto datapoint = of_report(reported, watch, row))
                judge_reported(watch, candidate.thing, row.time, *datapoint, verdicts);
        }
    }
}

void Judge::judge_reported(const Watch& watch, NameId thing, fleet::Time time,
                           const ReportedDatapoint& datapoint, std::vector<Verdict>& verdicts) {
    const bool is_normal = conforms(watch, datapoint);
    const bool is_quiet = is_normal && book_.states(watch.row)[thing] == AlarmState{};
    const auto step =
        is_quiet ? AlarmStep::none
                 : book_.count(watch.row, thing, is_normal, watch.to_alarm, watch.to_clear);
    if (step != AlarmStep::none)
        verdicts.push_back({.row = watch.row,
                            .thing = thing,
                            .step = step,
                            .time = time,
                            .value = value_of(datapoint, watch.reported.form)});
    if (&watch == asked_ && thing == asked_thing_) [[unlikely]]
        note_reported(watch, thing, time, is_normal, datapoint);
}

}  // namespace engine
