// The slices of a recording: what was observed once, told again.
#pragma once

#include <filesystem>

#include "fleet/dictionary.hpp"
#include "sim/recording_reader.hpp"
#include "sim/slice_source.hpp"

namespace sim {

class RecordingSource final : public SliceSource {
  public:
    /// Reads the file once for its names: `dictionary` holds the inventory's by now and every one
    /// afterwards. Raises Error with everything that is wrong in the file's lines.
    RecordingSource(const std::filesystem::path& file, const RecordingHeader& header,
                    fleet::Dictionary& dictionary);

    bool next(fleet::SliceListener& listener) override;
    /// Nothing happens a second time: what the engine asked for then is in the recording.
    void apply(std::vector<fleet::Change> changes, std::vector<fleet::Outgoing> outgoing) override;
    fleet::Time now() const override { return now_; }
    std::uint64_t observations() const { return observations_; }

  private:
    void learn_names(const std::filesystem::path& file, fleet::Dictionary& dictionary);
    void take(const RecordedLine& line, fleet::Slice& slice);

    RecordingHeader header_;
    fleet::Dictionary& dictionary_;
    fleet::Problems problems_;
    std::string file_;
    RecordingReader reader_;
    fleet::Time now_;
    fleet::Slice told_;
    RecordedLine line_;  // read and not told yet
    bool has_line_ = false;
    std::uint64_t observations_ = 0;
};

}  // namespace sim
