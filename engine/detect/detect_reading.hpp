// How Detect is read where AWS's documentation leaves a choice, and how much it takes.
#pragma once

#include "engine/detect/criteria/fleet_threshold.hpp"
#include "engine/detect/reports/report_rules.hpp"

namespace engine {

struct DetectReading {
    /// Windows longer than a slot follow one another instead of sliding by a slot
    /// (docs/detect-semantics §5.2).
    bool has_tumbling_windows = false;
    /// aws:disconnect-duration counts seconds instead of minutes (docs/detect-semantics §4.10).
    bool counts_absence_in_seconds = false;
    /// A thing is active in every slot in which it is connected (docs/detect-semantics §5.1).
    bool is_connected_active = false;
    PercentileReading percentiles;
    ReportRules reports;
};

}  // namespace engine
