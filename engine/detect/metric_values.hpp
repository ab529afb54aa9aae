// The values of metrics that somebody will ask for (ListMetricValues), slot by slot and report by
// report, as far as a profile has them retained. (docs/detect-semantics §13)
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/detect/collector.hpp"
#include "engine/detect/definitions.hpp"
#include "engine/finding.hpp"

namespace engine {

/// One metric of one thing.
struct MetricSeries {
    std::string thing;
    std::string metric;
    std::optional<Dimension> dimension;

    bool operator==(const MetricSeries&) const = default;
};

struct MetricDatum {
    fleet::Time time;
    MetricValue value;
};

class MetricValues {
  public:
    /// From here on its values are kept. A metric that is neither AWS's nor defined has none.
    void want(const MetricSeries& series, const Definitions& definitions, Collector& collector);
    bool is_empty() const { return kept_.empty(); }
    /// What the collector's sealed slot holds of those that `is_retained` says a profile retains.
    void note(const Collector& collector, const fleet::Dictionary& dictionary,
              const std::function<bool(fleet::NameId, const MetricSeries&)>& is_retained);
    /// Ascending by time.
    std::vector<MetricDatum> of(const MetricSeries& series, fleet::Time from,
                                fleet::Time until) const;

  private:
    struct Kept {
        MetricSeries series;
        Reading reading{};
        MetricValue::Form form{};
        std::size_t column = 0;
        std::vector<MetricDatum> values;
    };
    static void note_window(const Collector& collector, const fleet::Dictionary& dictionary,
                            fleet::NameId thing, Kept& kept);
    static void note_reports(const Reported& reported, fleet::NameId thing, Kept& kept);

    std::vector<Kept> kept_;
};

}  // namespace engine
