// Everything a check may look at, and nothing else; so that a check is a pure function of it.
#pragma once

#include <cstdint>

#include "fleet/base/time.hpp"
#include "fleet/connection_history.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/inventory.hpp"

namespace engine {

/// What a certificate's age counts from (docs/audit-semantics §3.21).
enum class AgeOrigin : std::uint8_t { creation_date, not_before };

struct Evidence {
    const fleet::Inventory& inventory;        // as of check_time
    const fleet::ConnectionHistory& history;  // before check_time
    const fleet::Dictionary& dictionary;      // names in the history
    fleet::Time task_start;                   // the instant every resource is judged by
    fleet::Time check_time;                   // later than task_start when the check had to wait
    fleet::Time window_begin;                 // history before it does not count
    fleet::Time collected_since;              // when the check was enabled
    std::uint32_t threshold_days = 0;         // the check's parameter; 0: it has none
    AgeOrigin age_origin = AgeOrigin::creation_date;
};

}  // namespace engine
