// Writes what was observed as JSON lines (docs/run-files.md): the form in which a run can be
// replayed, and in which a capture made elsewhere can be written by hand.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "fleet/dictionary.hpp"
#include "fleet/slice.hpp"
#include "fleet/synthesise.hpp"

namespace sim {

class RecordingWriter {
  public:
    /// Opens `file` and writes the header line. Raises Error naming the file.
    RecordingWriter(const std::filesystem::path& file, const fleet::Fleet& fleet,
                    const fleet::Dictionary& dictionary, fleet::Time start, fleet::Time end);

    /// Observations and changes of a slice, merged by time; at one instant changes come first.
    void write(const fleet::Slice& slice);
    /// Flushes. Raises Error when not everything could be written.
    void close();

  private:
    void append(const fleet::Observation& observation);

    std::string name_;
    std::ofstream stream_;
    const fleet::Fleet& fleet_;
    const fleet::Dictionary& dictionary_;
    std::string line_;
};

}  // namespace sim
