// A recording and the registry that goes with it, as the command line names them.
#pragma once

#include <filesystem>
#include <string>

#include "fleet/inventory.hpp"
#include "sim/recording_reader.hpp"

namespace cli {

/// A run directory stands for the recording in it. Raises Error when it holds none.
std::filesystem::path recording_in(const std::string& argument);

/// The inventory in the folder `given`; where that is empty, the one that the recording names, or
/// else one in which nobody is registered. Raises Error when the folder is not there.
fleet::Inventory inventory_of(const std::string& given, const std::filesystem::path& recording,
                              const sim::RecordingHeader& header);

}  // namespace cli
