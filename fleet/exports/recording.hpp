// What was observed in a run, as far as an audit asks: who was connected, and what altered the
// registry.
#pragma once

#include <optional>

#include "fleet/exports/account_export.hpp"

namespace fleet::exports {

struct RecordingRequest {
    Time at;
    Time quiet_until = {};  // nothing happened between the recording's end and this
    /// How many observations it must hold, changes aside, when somebody knows.
    std::optional<std::uint64_t> observations = {};
};

/// Reads observations.jsonl (docs/run-files.md) up to `at` – a change at that very instant has
/// taken effect, an observation has not happened – into history and inventory. Whoever was
/// connected becomes unknown when nothing is known of the 31 days before `at`: it is from the
/// recording's start to its end, or to `quiet_until`. Raises Error with every line that is none, or
/// tells of what came before the line above, and for a recording that ends too early.
void read_recording(const std::filesystem::path& file, const RecordingRequest& request,
                    AccountExport& account);

}  // namespace fleet::exports
