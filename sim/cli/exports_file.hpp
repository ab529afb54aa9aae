// What Device Defender exported, a message a line: metrics/exports.jsonl (docs/run-files.md §5.4).
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "fleet/base/lines.hpp"
#include "fleet/base/time.hpp"
#include "fleet/outgoing.hpp"

namespace cli {

/// There is no file where nothing is exported.
class ExportsFile {
  public:
    /// `folder` is the run directory in the making.
    explicit ExportsFile(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Messages published at `time`, their payloads JSON. Raises Error naming the file.
    void write(fleet::Time time, std::span<const fleet::Outgoing> messages);
    void close();

  private:
    std::filesystem::path folder_;
    std::optional<fleet::LineWriter> lines_;
};

}  // namespace cli
