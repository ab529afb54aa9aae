#include "engine/detect/reported.hpp"

#include <algorithm>

#include "fleet/base/error.hpp"
#include "fleet/report_topic.hpp"

namespace engine {
namespace {

using namespace std::chrono_literals;
using fleet::NameId;
using fleet::no_name;

/// Clocks and networks are not exact. (docs/detect-semantics §12.4)
constexpr fleet::Duration delay_tolerance = 10s;

}  // namespace

ReportedColumn column_of(const Metric& metric) {
    return {.reading = metric.reading,
            .form = metric.form,
            .figure = metric.figure,
            .type = {},
            .name = std::string(metric.name)};
}

ReportedColumn column_of(const Metric& card, CustomMetricType type) {
    const bool is_number = type == CustomMetricType::number;
    return {.reading = is_number ? Reading::latest : Reading::listed,
            .form = card.form,
            .figure = Figure::none,
            .type = type,
            .name = std::string(card.name)};
}

std::size_t Reported::need(const ReportedColumn& column) {
    const auto found = std::ranges::find(columns_, column);
    if (found != columns_.end()) return static_cast<std::size_t>(found - columns_.begin());
    columns_.push_back(column);
    logs_.emplace_back().open(slot_);
    return columns_.size() - 1;
}

void Reported::open(Slot slot) {
    slot_ = slot;
    for (auto& log : logs_) log.open(slot);
    rows_.clear(), values_.clear(), numbers_.clear(), texts_.clear(), absorbed_.clear();
    finished_rows_ = 0;
    refused_.clear();
    slot_counts_ = {};
}

void Reported::learn_topics() {
    const auto& names = dictionary_.topics;
    for (; known_topics_ < names.size(); ++known_topics_) {
        const auto id = static_cast<NameId>(known_topics_);
        if (const auto parsed = fleet::parse_report_topic(names.text(id))) learn_topic(id, *parsed);
    }
}

void Reported::learn_topic(NameId id, const fleet::ReportTopic& parsed) {
    topic_places_.resize(id + 1, no_name);
    topic_places_[id] = static_cast<std::uint32_t>(topics_.size());
    const auto& topic =
        topics_.emplace_back(Topic{.is_refused = !fleet::is_reporting_name(parsed.thing),
                                   .encoding = parsed.encoding,
                                   .thing = dictionary_.clients.find(parsed.thing),
                                   .name = parsed.thing});
    if (topic.thing != no_name && topic.thing >= standings_.size())
        standings_.resize(std::max<std::size_t>(dictionary_.clients.size(), topic.thing + 1));
}

/// Null of one that is not of reports.
const Reported::Topic* Reported::topic_of(NameId id) const {
    const auto place = id < topic_places_.size() ? topic_places_[id] : no_name;
    return place == no_name ? nullptr : &topics_[place];
}

void Reported::expect(unsigned shares) {
    learn_topics();
    while (shares_.size() < shares) shares_.emplace_back();
    for (auto& share : shares_) {
        share.arrivals.clear(), share.values.clear(), share.numbers.clear();
        share.texts.clear(), share.characters.clear();
    }
}

void Reported::take(unsigned number, const fleet::Observation& seen) {
    const auto* found = topic_of(seen.topic);
    if (found == nullptr) return;
    const auto& topic = *found;
    auto& share = shares_[number];
    Arrival arrival{.thing = topic.thing,
                    .topic = seen.topic,
                    .time = seen.time,
                    .share = number,
                    .first = static_cast<std::uint32_t>(share.values.size())};
    const auto payload =
        seen.payload == no_name ? std::string_view{} : dictionary_.payloads.text(seen.payload);
    arrival.is_malformed = topic.is_refused || topic.thing == no_name ||
                           !share.reader.read(payload, topic.encoding, share.report);
    if (!topic.is_refused) arrival.id = share.report.id;
    if (!arrival.is_malformed) keep(share, arrival);
    arrival.end = static_cast<std::uint32_t>(share.values.size());
    share.arrivals.push_back(arrival);
}

/// Of a report that is right: what any behaviour asks for.
void Reported::keep(Share& share, Arrival& /*arrival*/) const {
    const auto& report = share.report;
    for (std::uint32_t i = 0; i < columns_.size(); ++i) {
        const auto& column = columns_[i];
        Value value{.column = i, .list = {}, .count = 0, .number = 0, .delta = {}};
        const ReportList* list = nullptr;
        if (column.figure == Figure::none) {
            const auto custom = std::ranges::find_if(report.custom, [&](const CustomFigure& one) {
                return one.name == column.name && one.type == column.type;
            });
            if (custom == report.custom.end()) continue;
            value.number = custom->number;
            if (column.reading == Reading::listed) list = &custom->list;
        } else if (column.reading == Reading::listed) {
            const auto& told = column.figure == Figure::tcp_ports   ? report.tcp_ports
                               : column.figure == Figure::udp_ports ? report.udp_ports
                                                                    : report.destinations;
            if (!told) continue;
            list = &*told;
        } else {
            const auto number = report.numbers_of[static_cast<std::size_t>(column.figure)];
            if (!number) continue;
            value.count = *number;
        }
        if (list != nullptr) keep_list(share, *list, column.holds_texts(), value);
        share.values.push_back(value);
    }
}

void Reported::keep_list(Share& share, const ReportList& list, bool is_texts, Value& value) const {
    const auto length = list.end - list.first;
    if (!is_texts) {
        value.list.first = static_cast<std::uint32_t>(share.numbers.size());
        const auto from = share.report.numbers.begin() + list.first;
        share.numbers.insert(share.numbers.end(), from, from + length);
    } else {
        value.list.first = static_cast<std::uint32_t>(share.texts.size());
        for (auto i = list.first; i < list.end; ++i) {
            const auto begin = share.characters.size();
            share.characters += share.report.texts[i];
            share.texts.push_back({begin, share.characters.size()});
        }
    }
    value.list.end = value.list.first + length;
}

ReportVerdict Reported::judge(const Arrival& arrival) {
    if (arrival.is_malformed) return ReportVerdict::malformed;
    auto& standing = standings_[arrival.thing];
    const bool has_reported = standing.last != fleet::Time{};
    if (has_reported && arrival.id == standing.last_id) return ReportVerdict::repeated;
    if (has_reported && rules_.needs_rising_ids && arrival.id < standing.last_id)
        return ReportVerdict::malformed;
    if (has_reported && rules_.minimum_delay > fleet::Duration{} &&
        arrival.time - standing.last < rules_.minimum_delay - delay_tolerance)
        return ReportVerdict::throttled;
    standing = {.last = arrival.time, .last_id = arrival.id.value_or(0)};
    return ReportVerdict::accepted;
}

void Reported::accept(const Arrival& arrival) {
    const auto& share = shares_[arrival.share];
    ReportRow row{.thing = arrival.thing,
                  .time = arrival.time,
                  .first = static_cast<std::uint32_t>(values_.size())};
    for (auto i = arrival.first; i < arrival.end; ++i) {
        auto value = share.values[i];
        const auto length = value.list.end - value.list.first;
        if (columns_[value.column].holds_texts()) {
            const auto first = static_cast<std::uint32_t>(texts_.size());
            for (auto t = value.list.first; t < value.list.end; ++t)
                texts_.push_back(
                    std::string_view(share.characters)
                        .substr(share.texts[t].first, share.texts[t].end - share.texts[t].first));
            value.list = {.first = first, .end = first + length};
        } else {
            const auto first = static_cast<std::uint32_t>(numbers_.size());
            const auto from = share.numbers.begin() + value.list.first;
            numbers_.insert(numbers_.end(), from, from + length);
            value.list = {.first = first, .end = first + length};
        }
        values_.push_back(value);
    }
    row.end = static_cast<std::uint32_t>(values_.size());
    rows_.push_back(row);
}

void Reported::absorb(const ReportRow& told, std::span<const Value> values,
                      std::span<const double> numbers, std::span<const std::string_view> texts) {
    auto row = told;
    row.first = static_cast<std::uint32_t>(values_.size());
    const auto first_number = static_cast<std::uint32_t>(numbers_.size());
    const auto first_text = static_cast<std::uint32_t>(texts_.size());
    numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
    for (const auto text : texts) texts_.push_back(absorbed_.emplace_back(text));
    for (auto value : values) {
        const auto shift = columns_[value.column].holds_texts() ? first_text : first_number;
        value.list.first += shift, value.list.end += shift;
        values_.push_back(value);
    }
    row.end = static_cast<std::uint32_t>(values_.size());
    rows_.push_back(row);
}

/// A thing's reports of one instant stay in the order in which they came.
void Reported::finish() {
    std::vector<const Arrival*> arrivals;
    for (const auto& share : shares_)
        for (const auto& arrival : share.arrivals) arrivals.push_back(&arrival);
    const auto order = [](const Arrival* arrival) {
        return std::pair(arrival->thing, arrival->time);
    };
    if (!std::ranges::is_sorted(arrivals, {}, order)) std::ranges::stable_sort(arrivals, {}, order);
    for (const auto* arrival : arrivals) answer(*arrival);
    for (auto& share : shares_) share.arrivals.clear();
    const auto when = [](const ReportRow& row) { return std::pair(row.thing, row.time); };
    const auto fresh = std::span(rows_).subspan(finished_rows_);
    std::ranges::stable_sort(fresh, {}, when);
    for (const auto& row : fresh) log_deltas(row);
    if (finished_rows_ != 0) std::ranges::stable_sort(rows_, {}, when);
    finished_rows_ = rows_.size();
}

void Reported::answer(const Arrival& arrival) {
    const auto verdict = judge(arrival);
    ReportCounts count;
    (verdict == ReportVerdict::accepted    ? count.accepted
     : verdict == ReportVerdict::malformed ? count.malformed
     : verdict == ReportVerdict::throttled ? count.throttled
                                           : count.repeated) = 1;
    slot_counts_ += count;
    counts_ += count;
    if (verdict == ReportVerdict::accepted) accept(arrival);
    if (verdict == ReportVerdict::malformed || verdict == ReportVerdict::throttled)
        refused_.push_back(arrival.thing);
    const auto& topic = *topic_of(arrival.topic);
    replies_.push_back(message_of({.topic = dictionary_.topics.text(arrival.topic),
                                   .thing = topic.name,
                                   .encoding = topic.encoding,
                                   .verdict = verdict,
                                   .report_id = arrival.id,
                                   .received = arrival.time}));
}

void Reported::log_deltas(const ReportRow& row) {
    for (auto i = row.first; i < row.end; ++i) {
        auto& value = values_[i];
        if (columns_[value.column].reading == Reading::delta)
            value.delta = logs_[value.column].add(row.thing, row.time, value.count);
    }
}

bool Reported::refused(NameId thing) const {
    return std::ranges::find(refused_, thing) != refused_.end();
}

std::span<const ReportRow> Reported::rows_of(std::size_t first_thing,
                                             std::size_t last_thing) const {
    const auto first = std::ranges::lower_bound(rows_, first_thing, {}, &ReportRow::thing);
    const auto last =
        std::ranges::lower_bound(first, rows_.end(), last_thing, {}, &ReportRow::thing);
    return {first, last};
}

std::span<const double> Reported::numbers_of(const Value& value) const {
    if (columns_[value.column].holds_texts()) return {};
    return std::span(numbers_).subspan(value.list.first, value.list.end - value.list.first);
}

std::span<const std::string_view> Reported::texts_of(const Value& value) const {
    if (!columns_[value.column].holds_texts()) return {};
    return std::span(texts_).subspan(value.list.first, value.list.end - value.list.first);
}

std::optional<ReportedDatapoint> Reported::read(const ReportRow& row, std::size_t column,
                                                fleet::Time after) const {
    for (const auto& value : values_of(row)) {
        if (value.column != column) continue;
        const bool is_delta = columns_[column].reading == Reading::delta;
        return ReportedDatapoint{
            .count = is_delta ? logs_[column].sum(value.delta, after) : value.count,
            .number = value.number,
            .numbers = numbers_of(value),
            .texts = texts_of(value)};
    }
    return std::nullopt;
}

}  // namespace engine
