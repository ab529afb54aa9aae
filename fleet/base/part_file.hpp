// A part file of a run in shards: what was written slice by slice, in frames, and a digest of all
// of it, so that whoever joins the parts sees one that is truncated, or not the one it should be.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "fleet/base/time.hpp"

namespace fleet {

/// What a complete part file is known by.
struct PartSummary {
    std::uint64_t bytes = 0;
    std::string digest;  // 64 hex digits; of every frame and those before it

    bool operator==(const PartSummary&) const = default;
};

class PartWriter {
  public:
    /// Creates `file`. `kind` says what its frames hold: "datapoints/1". Raises Error naming the
    /// file.
    PartWriter(const std::filesystem::path& file, std::string_view kind);
    /// One frame of the slice that begins at `time`; times ascend. Raises Error when the disk is
    /// full.
    void write(Time time, std::string_view frame);
    /// Everything is written. Raises Error when it is not.
    PartSummary close();

  private:
    void check();

    std::string name_;
    std::ofstream stream_;
    PartSummary summary_;
};

class PartReader {
  public:
    /// Opens a file of this kind that should be as `expected` says. Raises Error naming the file,
    /// here and further down, when it is not.
    PartReader(const std::filesystem::path& file, std::string_view kind, PartSummary expected);
    /// Goes on to the next frame; false after the last one, when the digest was found right.
    bool next();
    Time time() const { return time_; }
    const std::string& frame() const { return frame_; }
    /// Of the file, for messages.
    const std::string& name() const { return name_; }

  private:
    std::string name_;
    std::ifstream stream_;
    PartSummary expected_;
    PartSummary read_;
    Time time_{};
    std::string frame_;
};

}  // namespace fleet
