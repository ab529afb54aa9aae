#include "sim/cli/recording.hpp"

#include <fmt/format.h>

#include "fleet/base/error.hpp"

namespace cli {

namespace fs = std::filesystem;

fs::path recording_in(const std::string& argument) {
    const fs::path path(argument);
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) return path;
    if (fs::exists(path / "observations.jsonl", ignored)) return path / "observations.jsonl";
    throw fleet::Error(fmt::format(
        "{}: holds no observations.jsonl; fleetdrill run --record leaves one", path.string()));
}

fleet::Inventory inventory_of(const std::string& given, const fs::path& recording,
                              const sim::RecordingHeader& header) {
    if (!given.empty()) return fleet::load_inventory(given);
    if (!header.inventory.empty()) {
        const auto folder = recording.parent_path() / header.inventory;
        if (!fs::is_directory(folder))
            throw fleet::Error(
                fmt::format("{}:1: inventory: names {}, which is not there; --inventory DIR says "
                            "where it is",
                            recording.string(), folder.string()));
        return fleet::load_inventory(folder);
    }
    fleet::Inventory inventory;
    if (!header.account.empty()) inventory.account.id = header.account;
    inventory.at = header.start;
    return inventory;
}

}  // namespace cli
