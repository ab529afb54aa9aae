#include "engine/detect/metric_exports.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/aws_json.hpp"
#include "engine/detect/criteria/reported_criteria.hpp"
#include "engine/detect/definitions.hpp"

namespace engine {
namespace {

using fleet::Json;
using fleet::NameId;

constexpr fleet::Duration second = std::chrono::seconds{1};  // of an absence
constexpr fleet::Duration hour = std::chrono::hours{1};

MetricValue count_of(std::uint64_t count) {
    MetricValue value;
    value.form = MetricValue::Form::count;
    value.count = count;
    return value;
}

}  // namespace

/// The messages of one profile and slot, filled one after the other.
class MetricExports::Batch {
  public:
    explicit Batch(const std::string& topic) : topic_(topic) {}

    /// `statistic` tells apart what a batch says of the sizes of messages.
    void add(const Series& series, std::string_view thing, const MetricValue& value,
             fleet::Time time, std::string_view statistic = {}) {
        Json entry;
        entry["name"] = series.metric;
        entry["thing"] = thing;
        entry["value"] = to_json(value);
        entry["version"] = 1;
        entry["timestamp"] = fleet::epoch_ms(time);
        if (series.dimension)
            entry["dimension"] = {{"name", series.dimension->name},
                                  {"operator", series.dimension->is_not_in ? "NOT_IN" : "IN"}};
        if (!statistic.empty()) entry["statistic"] = statistic;
        const auto text = fleet::to_line(entry);
        if (!open_.empty() && open_.size() + text.size() + tail.size() + 1 > export_bytes_max)
            close();
        open_ += open_.empty() ? head : ",";
        open_ += text;
    }

    std::vector<fleet::Outgoing> take() {
        if (!open_.empty()) close();
        return std::exchange(closed_, {});
    }

  private:
    static constexpr std::string_view head = R"({"version":"1.0","metrics":[)", tail = "]}";

    void close() {
        open_ += tail;
        closed_.push_back({.topic = topic_, .payload = std::exchange(open_, {})});
    }

    const std::string& topic_;
    std::string open_;
    std::vector<fleet::Outgoing> closed_;
};

void MetricExports::put(const SecurityProfile& profile, fleet::Time since, Collector& collector) {
    std::erase_if(exporters_, [&](const Exporter& one) { return one.profile == profile.name; });
    if (profile.export_topic.empty()) return;
    Exporter exporter{
        .profile = profile.name, .topic = profile.export_topic, .since = since, .series = {}};
    for (const auto& behavior : profile.behaviors) {
        if (behavior.is_exported && !behavior.metric.empty())
            add_series(exporter.series,
                       {.metric = behavior.metric, .dimension = behavior.dimension},
                       behavior.custom_type, collector);
    }
    for (const auto& retained : profile.retained) {
        if (retained.is_exported)
            add_series(exporter.series,
                       {.metric = retained.metric, .dimension = retained.dimension},
                       retained.custom_type, collector);
    }
    if (!exporter.series.empty()) exporters_.push_back(std::move(exporter));
}

/// What several behaviours look at is exported once.
void MetricExports::add_series(std::vector<Series>& all, Series series,
                               std::optional<CustomMetricType> type, Collector& collector) {
    if (std::ranges::any_of(all, [&](const Series& one) { return one.is_same(series); })) return;
    const auto* metric = metric_named(series.metric);
    if (metric == nullptr && !type) return;  // nothing says of what form it is
    if (type || is_reported(metric->reading)) {
        const auto column =
            type ? column_of(card_of(*type, series.metric), *type) : column_of(*metric);
        series.reading = column.reading;
        series.form = column.form;
        series.column = collector.reported().need(column);
    } else {
        series.reading = metric->reading;
        series.form = metric->form;
        if (series.reading == Reading::absence)
            collector.need_absences();
        else
            series.column = collector.need(*metric, 1, Measured::each, series.dimension);
        if (series.reading == Reading::extremes)
            series.total_column = collector.need(*metric, 1, Measured::total, series.dimension);
    }
    all.push_back(std::move(series));
}

/// Things that may have something to tell. Unregistered ones come by name: their numbers are no
/// order that a replay would know.
std::vector<NameId> MetricExports::things_of(const Collector& collector) const {
    std::vector<NameId> things;
    const auto& reported = collector.reported();
    for (NameId thing = 0; thing < std::min(collector.things(), dictionary_.clients.size());
         ++thing) {
        if (collector.is_active(thing) || !reported.rows_of(thing, thing + 1).empty() ||
            collector.absences().length(thing, end_of(collector.slot()), second))
            things.push_back(thing);
    }
    const auto first_other = std::ranges::lower_bound(things, first_things_);
    std::sort(first_other, things.end(), [&](NameId a, NameId b) {
        return dictionary_.clients.text(a) < dictionary_.clients.text(b);
    });
    return things;
}

std::vector<fleet::Outgoing> MetricExports::of_slot(const Collector& collector,
                                                    const Covers& covers) const {
    std::vector<fleet::Outgoing> messages;
    const auto things = things_of(collector);
    for (const auto& exporter : exporters_) {
        if (slot_of(exporter.since) > collector.slot()) continue;
        Batch batch(exporter.topic);
        for (const auto thing : things) {
            if (!covers(exporter.profile, thing)) continue;
            for (const auto& series : exporter.series) {
                if (is_reported(series.reading))
                    tell_reports(collector, series, dictionary_.clients.text(thing), thing,
                                 exporter.since, batch);
                else
                    tell(collector, series, thing, batch);
            }
        }
        for (auto& message : batch.take()) messages.push_back(std::move(message));
    }
    return messages;
}

void MetricExports::tell(const Collector& collector, const Series& series, NameId thing,
                         Batch& batch) const {
    if (series.reading == Reading::absence)
        tell_absence(collector, series, dictionary_.clients.text(thing), thing, batch);
    else if (collector.is_active(thing))
        tell_window(collector, series, thing, batch);
}

/// What the broker saw is told as of the slot's end.
void MetricExports::tell_window(const Collector& collector, const Series& series, NameId thing,
                                Batch& batch) const {
    const auto name = dictionary_.clients.text(thing);
    const auto now = end_of(collector.slot());
    Datapoint datapoint;
    if (!collector.read(series.column, thing, 1, 1, datapoint)) return;
    if (series.reading == Reading::addresses) {
        MetricValue value;
        value.form = MetricValue::Form::cidrs;
        for (const auto address : datapoint.addresses)
            value.texts.emplace_back(dictionary_.addresses.text(address));
        return batch.add(series, name, value, now);
    }
    if (series.reading == Reading::sum)
        return batch.add(series, name, count_of(datapoint.low), now);
    batch.add(series, name, count_of(datapoint.low), now, "min");
    batch.add(series, name, count_of(datapoint.high), now, "max");
    if (collector.read(series.total_column, thing, 1, 1, datapoint))
        batch.add(series, name, count_of(datapoint.low), now, "total");
}

/// Every hour, and in a slot in which the thing came or went.
void MetricExports::tell_absence(const Collector& collector, const Series& series,
                                 std::string_view name, NameId thing, Batch& batch) {
    const auto now = end_of(collector.slot());
    const auto& absences = collector.absences();
    const bool is_hour = fleet::epoch_ms(now) % hour.count() == 0;
    if (!is_hour && !std::ranges::binary_search(absences.changed(), thing)) return;
    if (const auto away = absences.length(thing, now, second))
        batch.add(series, name, count_of(*away), now);
}

/// One by one, as of their receipt.
void MetricExports::tell_reports(const Collector& collector, const Series& series,
                                 std::string_view name, NameId thing, fleet::Time since,
                                 Batch& batch) {
    const auto& reported = collector.reported();
    for (const auto& row : reported.rows_of(thing, thing + 1)) {
        if (row.time < since) continue;
        for (const auto& value : reported.values_of(row)) {
            if (value.column != series.column) continue;
            const ReportedDatapoint told{.count = value.count,
                                         .number = value.number,
                                         .numbers = reported.numbers_of(value),
                                         .texts = reported.texts_of(value)};
            batch.add(series, name, value_of(told, series.form), row.time);
        }
    }
}

}  // namespace engine
