// What a shard observed, as far as its merge must know it one by one, as a part file: who was
// connected, what is heard of several shards, and everything where the run is recorded.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "fleet/base/parallel.hpp"
#include "fleet/base/part_file.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/slice.hpp"

namespace sim {

inline constexpr std::string_view observations_kind = "shard-observations/1";

/// Hears every slice of a shard and writes down what is wanted of it.
class ObservationPartWriter final : public fleet::SliceListener {
  public:
    using IsWanted = std::function<bool(const fleet::Observation&)>;

    /// `file` and `dictionary` outlive the object; `is_wanted` is asked by several threads.
    ObservationPartWriter(fleet::PartWriter& file, const fleet::Dictionary& dictionary,
                          IsWanted is_wanted);

    void begin(const fleet::Slice& slice) override { begin_ = slice.begin; }
    void expect(unsigned shares) override { wanted_.assign(shares, {}); }
    void take(unsigned share, std::span<const fleet::Observation> part) override;
    void end() override;

  private:
    struct alignas(fleet::apart_bytes) Share {
        std::vector<fleet::Observation> observations;
    };
    void append(const fleet::Observation& seen);

    fleet::PartWriter& file_;
    const fleet::Dictionary& dictionary_;
    IsWanted is_wanted_;
    fleet::Time begin_;
    std::vector<Share> wanted_;  // by share
    std::string frame_;
};

/// Reads them again, slice by slice.
class ObservationPartReader {
  public:
    /// `dictionary` outlives the object and knows every name of the run.
    ObservationPartReader(fleet::PartReader part, fleet::Dictionary& dictionary);
    /// Appends what the part holds of the slice that begins at `begin`; slices ascend. Raises Error
    /// when the part is damaged.
    void read(fleet::Time begin, std::vector<fleet::Observation>& out);

  private:
    fleet::PartReader part_;
    fleet::Dictionary& dictionary_;
    bool has_frame_;
};

}  // namespace sim
