// Metrics that profiles export: the messages Device Defender publishes on a profile's topic, slot
// by slot. (docs/detect-semantics §14)
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/detect/collector.hpp"
#include "engine/detect/metrics.hpp"
#include "engine/detect/profile.hpp"
#include "engine/finding.hpp"
#include "fleet/outgoing.hpp"

namespace engine {

/// No message is larger: a metric that does not fit begins another one.
inline constexpr std::size_t export_bytes_max = 131'072;

class MetricExports {
  public:
    /// Client ids below `first_things` are things of the registry. `dictionary` outlives the
    /// object.
    MetricExports(const fleet::Dictionary& dictionary, std::size_t first_things)
        : dictionary_(dictionary), first_things_(first_things) {}

    /// A profile came into force, in place of one of its name; one that exports nothing ends it.
    void put(const SecurityProfile& profile, fleet::Time since, Collector& collector);
    bool is_empty() const { return exporters_.empty(); }

    /// Is the thing, registered or not, one of the profile's?
    using Covers = std::function<bool(const std::string& profile, fleet::NameId thing)>;
    /// What the collector's sealed slot comes to: by profile as they came into force, things of the
    /// registry first, the others by name.
    std::vector<fleet::Outgoing> of_slot(const Collector& collector, const Covers& covers) const;

  private:
    struct Series {
        std::string metric;
        std::optional<Dimension> dimension;
        Reading reading{};
        MetricValue::Form form{};
        std::size_t column = 0;
        std::size_t total_column = 0;  // of sizes of messages

        bool is_same(const Series& other) const {
            return metric == other.metric && dimension == other.dimension;
        }
    };
    struct Exporter {
        std::string profile;
        std::string topic;
        fleet::Time since;
        std::vector<Series> series;
    };
    class Batch;

    static void add_series(std::vector<Series>& all, Series series,
                           std::optional<CustomMetricType> type, Collector& collector);
    std::vector<fleet::NameId> things_of(const Collector& collector) const;
    void tell(const Collector& collector, const Series& series, fleet::NameId thing,
              Batch& batch) const;
    void tell_window(const Collector& collector, const Series& series, fleet::NameId thing,
                     Batch& batch) const;
    static void tell_absence(const Collector& collector, const Series& series,
                             std::string_view name, fleet::NameId thing, Batch& batch);
    static void tell_reports(const Collector& collector, const Series& series,
                             std::string_view name, fleet::NameId thing, fleet::Time since,
                             Batch& batch);

    const fleet::Dictionary& dictionary_;
    std::size_t first_things_;
    std::vector<Exporter> exporters_;
};

}  // namespace engine
