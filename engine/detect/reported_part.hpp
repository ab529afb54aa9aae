// What devices reported in a slot as bytes: a shard's accepted reports, for the merge that judges
// them. What was answered has been answered in the shard.
#pragma once

#include <string>

#include "engine/detect/reported.hpp"
#include "fleet/base/bytes.hpp"

namespace engine {

/// Appends the reports of the open slot. False: there was none, and nothing else to count.
bool append_reports(const Reported& reported, Slot slot, std::string& out);

/// Adds what append_reports() wrote of the open slot. `things` bounds their numbers. Raises Error,
/// naming `part`, where it cannot have been written.
void read_reports(fleet::ByteReader& reader, std::string_view part, Slot slot, std::size_t things,
                  Reported& reported);

}  // namespace engine
