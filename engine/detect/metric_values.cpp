#include "engine/detect/metric_values.hpp"

#include <algorithm>

#include "engine/detect/criteria/reported_criteria.hpp"

namespace engine {
namespace {

using fleet::NameId;

constexpr fleet::Duration second{1000};  // the unit of an absence that is told

MetricValue count_of(std::uint64_t count) {
    MetricValue value;
    value.form = MetricValue::Form::count;
    value.count = count;
    return value;
}

}  // namespace

void MetricValues::want(const MetricSeries& series, const Definitions& definitions,
                        Collector& collector) {
    if (std::ranges::find(kept_, series, &Kept::series) != kept_.end()) return;
    Kept kept{.series = series, .reading = {}, .form = {}, .column = 0, .values = {}};
    if (const auto* metric = metric_named(series.metric); metric != nullptr) {
        kept.reading = metric->reading;
        kept.form = metric->form;
        if (is_reported(metric->reading))
            kept.column = collector.reported().need(column_of(*metric));
        else if (metric->reading == Reading::absence)
            collector.need_absences();
        else
            kept.column = collector.need(*metric, 1, Measured::each, series.dimension);
    } else if (const auto* custom = definitions.custom_metric(series.metric); custom != nullptr) {
        const auto column = column_of(card_of(custom->type, custom->name), custom->type);
        kept.reading = column.reading;
        kept.form = column.form;
        kept.column = collector.reported().need(column);
    } else {
        return;
    }
    kept_.push_back(std::move(kept));
}

void MetricValues::note(const Collector& collector, const fleet::Dictionary& dictionary,
                        const std::function<bool(NameId, const MetricSeries&)>& is_retained) {
    for (auto& kept : kept_) {
        const auto thing = dictionary.clients.find(kept.series.thing);
        if (thing >= collector.things() || !is_retained(thing, kept.series)) continue;
        if (is_reported(kept.reading))
            note_reports(collector.reported(), thing, kept);
        else
            note_window(collector, dictionary, thing, kept);
    }
}

void MetricValues::note_window(const Collector& collector, const fleet::Dictionary& dictionary,
                               NameId thing, Kept& kept) {
    const auto now = end_of(collector.slot());
    if (kept.reading == Reading::absence) {
        if (const auto away = collector.absences().length(thing, now, second))
            kept.values.push_back({now, count_of(*away)});
        return;
    }
    Datapoint datapoint;
    if (!collector.is_active(thing) || !collector.read(kept.column, thing, 1, 1, datapoint)) return;
    auto value = count_of(datapoint.high);
    if (kept.reading == Reading::addresses) {
        value.form = MetricValue::Form::cidrs;
        for (const auto address : datapoint.addresses)
            value.texts.emplace_back(dictionary.addresses.text(address));
    }
    kept.values.push_back({now, std::move(value)});
}

/// As they were told: sums over windows are behaviours' business.
void MetricValues::note_reports(const Reported& reported, NameId thing, Kept& kept) {
    for (const auto& row : reported.rows_of(thing, thing + 1)) {
        for (const auto& value : reported.values_of(row)) {
            if (value.column != kept.column) continue;
            const ReportedDatapoint told{.count = value.count,
                                         .number = value.number,
                                         .numbers = reported.numbers_of(value),
                                         .texts = reported.texts_of(value)};
            kept.values.push_back({row.time, value_of(told, kept.form)});
        }
    }
}

std::vector<MetricDatum> MetricValues::of(const MetricSeries& series, fleet::Time from,
                                          fleet::Time until) const {
    const auto found = std::ranges::find(kept_, series, &Kept::series);
    std::vector<MetricDatum> values;
    if (found == kept_.end()) return values;
    for (const auto& datum : found->values)
        if (datum.time >= from && datum.time <= until) values.push_back(datum);
    return values;
}

}  // namespace engine
