// The datapoint columns of a shard as a part file: slot by slot, block by block of things, a row
// for each that has something to tell. The bytes do not depend on the number of threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/detect/collector.hpp"
#include "engine/detect/datapoint_seam.hpp"
#include "fleet/base/bytes.hpp"
#include "fleet/base/part_file.hpp"

namespace engine {

inline constexpr std::string_view datapoints_kind = "datapoints/5";

/// By client id: of which this shard tells the addresses they are connected from, and of which it
/// does so in every slot, because other shards may observe activity of them.
struct AddressTellers {
    std::vector<std::uint8_t> tells;
    std::vector<std::uint8_t> tells_always;
};

class DatapointPartWriter final : public DatapointSink {
  public:
    /// `file` outlives the object.
    DatapointPartWriter(fleet::PartWriter& file, AddressTellers tellers, fleet::Workers workers);
    void write(const Collector& collector) override;
    bool wants_idle_slots() const override { return !always_.empty(); }

  private:
    fleet::PartWriter& file_;
    AddressTellers tellers_;
    fleet::Workers workers_;
    std::vector<fleet::NameId> always_;  // those of tells_always that are told
};

class DatapointPartReader final : public DatapointSource {
  public:
    /// Joins the parts of a run; `addresses` is the number of those that the run's dictionary
    /// knows.
    DatapointPartReader(std::vector<fleet::PartReader> parts, std::size_t addresses,
                        fleet::Workers workers);
    void fill(Collector& collector) override;
    /// No slot is left. Raises Error when a part goes on.
    void finish() const;

  private:
    struct Block {
        std::size_t number = 0;
        std::size_t part = 0;
        std::uint64_t rows = 0;
        std::string_view bytes;
    };
    struct Layout {
        std::vector<std::size_t> columns;  // of the collector, by column of the part
        std::vector<std::size_t> scoped;   // likewise: addresses of dimensions
    };

    Layout read_head(fleet::ByteReader& reader, const Collector& collector) const;
    void read_blocks(std::size_t part, fleet::ByteReader& reader, std::vector<Block>& blocks) const;
    void take_cells(Collector& collector, unsigned share, fleet::NameId thing, const Layout& layout,
                    fleet::ByteReader& reader) const;
    void take_block(Collector& collector, unsigned share, std::span<const Block> blocks,
                    std::span<const Layout> layouts) const;

    std::vector<fleet::PartReader> parts_;
    std::vector<std::uint8_t> has_frame_;  // by part: one is waiting
    std::size_t addresses_;
    fleet::Workers workers_;
};

}  // namespace engine
