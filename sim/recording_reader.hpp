// Reads what RecordingWriter wrote, or what somebody wrote by hand in the same form, line by line
// (docs/run-files.md).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "fleet/base/error.hpp"
#include "fleet/observation.hpp"

namespace sim {

/// The first line of a recording.
struct RecordingHeader {
    std::string account;    // empty: not told
    std::string inventory;  // folder, relative to the recording's; empty: there is none
    fleet::Time start;
    fleet::Time end;
};

/// Raises Error with everything that is wrong in the line.
RecordingHeader read_recording_header(const std::filesystem::path& file);

/// One line after the first. Texts live until the next line is read.
struct RecordedLine {
    fleet::Observation seen;  // its names are not interned: they are the texts below
    std::string_view client_id, certificate_id, source_address, topic;  // empty: none
    std::string_view payload;                                           // base64; empty: none
    /// Set where the line tells a change of the registry: the whole line.
    std::string_view change;
    int number = 0;
};

class RecordingReader {
  public:
    /// Opens `file` and passes over its first line. `problems` takes what is wrong with lines, and
    /// outlives the object.
    RecordingReader(const std::filesystem::path& file, const RecordingHeader& header,
                    fleet::Problems& problems);
    RecordingReader(RecordingReader&&) noexcept;
    ~RecordingReader();

    /// False at the end. A line that is wrong is told in `problems` and passed over. Raises Error
    /// for a file that cannot be read.
    bool next(RecordedLine& line);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sim
