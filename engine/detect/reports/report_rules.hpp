// Switches of how the reports of devices are taken. (docs/detect-semantics §12.4)
#pragma once

#include "fleet/base/time.hpp"

namespace engine {

struct ReportRules {
    /// A report that comes sooner after the thing's last accepted one is throttled; zero: none is.
    fleet::Duration minimum_delay = fleet::slot_length;
    bool needs_rising_ids = false;  // a report whose id is below the last one's is malformed
};

}  // namespace engine
