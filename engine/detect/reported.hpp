// What devices tell of themselves: reports to datapoints, the device-side half of collecting. Knows
// no threshold. (docs/detect-semantics §12)
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/detect/metrics.hpp"
#include "engine/detect/reports/delta_log.hpp"
#include "engine/detect/reports/report_reader.hpp"
#include "engine/detect/reports/report_reply.hpp"
#include "engine/detect/reports/report_rules.hpp"
#include "engine/detect/slot.hpp"
#include "engine/finding.hpp"
#include "fleet/base/parallel.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/observation.hpp"
#include "fleet/outgoing.hpp"

namespace engine {

/// What behaviours look at in reports: a metric of Device Defender, or a custom one.
struct ReportedColumn {
    Reading reading{};
    MetricValue::Form form{};
    Figure figure = Figure::none;  // none: a custom metric
    CustomMetricType type{};
    std::string name;  // of the metric

    /// Of a list: are its elements texts, rather than numbers?
    bool holds_texts() const {
        return form == MetricValue::Form::cidrs || form == MetricValue::Form::strings;
    }
    bool operator==(const ReportedColumn&) const = default;
};
ReportedColumn column_of(const Metric& metric);
ReportedColumn column_of(const Metric& card, CustomMetricType type);

/// One report's, or one window's, datapoint in the form of its column.
struct ReportedDatapoint {
    std::uint64_t count = 0;
    double number = 0;
    std::span<const double> numbers;
    std::span<const std::string_view> texts;
};

/// An accepted report; its values stand in [first, end) of the book's.
struct ReportRow {
    fleet::NameId thing = fleet::no_name;
    fleet::Time time;  // when it was received
    std::uint32_t first = 0;
    std::uint32_t end = 0;
};

class Reported {
  public:
    struct Value {
        std::uint32_t column = 0;
        ReportList list;  // in numbers or texts
        std::uint64_t count = 0;
        double number = 0;
        DeltaLog::Place delta;
    };

    /// `dictionary` outlives the object and knows the things that report.
    explicit Reported(const fleet::Dictionary& dictionary) : dictionary_(dictionary) {}

    void set(const ReportRules& rules) { rules_ = rules; }
    /// The number of the column of these figures, new or known.
    std::size_t need(const ReportedColumn& column);
    std::span<const ReportedColumn> columns() const { return columns_; }

    void open(Slot slot);
    void expect(unsigned shares);
    /// A report of the open slot; several threads may tell, each in a share of its own.
    void take(unsigned share, const fleet::Observation& seen);
    /// Instead of `take`: a report that another collector accepted. Things and times ascend.
    void absorb(const ReportRow& row, std::span<const Value> values,
                std::span<const double> numbers, std::span<const std::string_view> texts);
    void absorb(const ReportCounts& counts) { counts_ += counts; }
    /// Everything of the slot is told.
    void finish();

    /// Accepted reports of the open slot by (thing, time), once it is finished.
    std::span<const ReportRow> rows() const { return rows_; }
    /// Was a report of the thing refused in the open slot?
    bool refused(fleet::NameId thing) const;
    std::span<const ReportRow> rows_of(std::size_t first_thing, std::size_t last_thing) const;
    std::span<const Value> values_of(const ReportRow& row) const {
        return std::span(values_).subspan(row.first, row.end - row.first);
    }
    std::span<const double> numbers_of(const Value& value) const;
    std::span<const std::string_view> texts_of(const Value& value) const;
    /// What the report says under the column; deltas are summed over what was received after
    /// `after`. nullopt where it says nothing.
    std::optional<ReportedDatapoint> read(const ReportRow& row, std::size_t column,
                                          fleet::Time after) const;

    /// Of all slots so far.
    const ReportCounts& counts() const { return counts_; }
    /// Of the slot that was finished last.
    const ReportCounts& counts_of_slot() const { return slot_counts_; }
    std::vector<fleet::Outgoing> take_replies() { return std::exchange(replies_, {}); }

  private:
    /// One that is of reports.
    struct Topic {
        bool is_refused = false;  // no thing may be called so
        fleet::ReportEncoding encoding{};
        fleet::NameId thing = fleet::no_name;
        std::string_view name;
    };
    struct Arrival {
        fleet::NameId thing = fleet::no_name;
        fleet::NameId topic = fleet::no_name;
        fleet::Time time;
        std::optional<std::uint64_t> id;
        bool is_malformed = false;
        std::uint32_t share = 0;
        std::uint32_t first = 0, end = 0;  // values of the share
    };
    /// [first, end) in a share's characters.
    struct Piece {
        std::size_t first, end;
    };
    /// What one thread reads.
    struct alignas(fleet::apart_bytes) Share {
        ReportReader reader;
        DeviceReport report;
        std::vector<Arrival> arrivals;
        std::vector<Value> values;
        std::vector<double> numbers;
        std::vector<Piece> texts;
        std::string characters;
    };
    struct Standing {
        fleet::Time last{};  // accepted; epoch: never
        std::uint64_t last_id = 0;
    };

    void learn_topics();
    void learn_topic(fleet::NameId id, const fleet::ReportTopic& parsed);
    const Topic* topic_of(fleet::NameId id) const;
    void keep(Share& share, Arrival& arrival) const;
    void keep_list(Share& share, const ReportList& list, bool is_of_texts, Value& value) const;
    ReportVerdict judge(const Arrival& arrival);
    void answer(const Arrival& arrival);
    void accept(const Arrival& arrival);
    void log_deltas(const ReportRow& row);

    const fleet::Dictionary& dictionary_;
    ReportRules rules_;
    std::vector<ReportedColumn> columns_;
    std::vector<DeltaLog> logs_;    // by column; empty where it is no delta
    std::vector<Topic> topics_;     // of reports
    std::size_t known_topics_ = 0;  // of the dictionary
    /// By topic, to the last that is of reports: its place in topics_. Of a fleet's topics most are
    /// of none, and take no room.
    std::vector<std::uint32_t> topic_places_;
    std::vector<Standing> standings_;  // by thing
    std::vector<Share> shares_;
    Slot slot_ = 0;
    // of the slot
    std::vector<ReportRow> rows_;
    std::size_t finished_rows_ = 0;
    std::vector<fleet::NameId> refused_;
    std::vector<Value> values_;
    std::vector<double> numbers_;
    std::vector<std::string_view> texts_;
    std::deque<std::string> absorbed_;  // texts of absorbed reports
    ReportCounts slot_counts_;
    ReportCounts counts_;
    std::vector<fleet::Outgoing> replies_;
};

}  // namespace engine
