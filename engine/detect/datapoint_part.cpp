#include "engine/detect/datapoint_part.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/detect/metrics.hpp"
#include "engine/detect/reported_part.hpp"
#include "fleet/base/bytes.hpp"
#include "fleet/base/error.hpp"

namespace engine {
namespace {

using fleet::ByteReader;
using fleet::NameId;

constexpr std::size_t block_things = 1U << 15;
constexpr unsigned active_flag = 1, addresses_flag = 2;

/// Which metric and measure it is of: of metrics in their order, and of those of sizes once for
/// each measure. Those of dimensions have a key besides.
std::size_t number_of(const Column& column) {
    const auto all = all_metrics();
    const auto metric = std::ranges::find(all, &column.metric()) - all.begin();
    return static_cast<std::size_t>(metric) * 2 + (column.is_total() ? 1 : 0);
}

fleet::Time begin_of(Slot slot) { return end_of(slot) - fleet::slot_length; }

/// Who came or went in the open slot, and how they stand at its end.
void append_absences(const Collector& collector, std::string& out) {
    const auto& absences = collector.absences();
    fleet::append_varint(out, absences.changed().size());
    for (const auto thing : absences.changed()) {
        fleet::append_varint(out, thing);
        const auto since = absences.since(thing);
        const auto behind = since ? 1 + (*since - begin_of(collector.slot())).count() : 0;
        fleet::append_varint(out, static_cast<std::uint64_t>(behind));
    }
}

void read_absences(ByteReader& reader, Collector& collector) {
    for (auto left = reader.number(collector.things()); left > 0; --left) {
        const auto thing = static_cast<NameId>(reader.number(collector.things() - 1));
        const auto behind = reader.number(static_cast<std::uint64_t>(fleet::slot_length.count()));
        const auto begin = begin_of(collector.slot()) - fleet::Duration{1};
        collector.absorb_absence(
            thing, behind == 0
                       ? std::nullopt
                       : std::optional(begin + fleet::Duration{static_cast<std::int64_t>(behind)}));
    }
}

/// The rows of one block, encoded.
struct EncodedBlock {
    std::uint64_t rows = 0;
    std::string bytes;
};

class BlockEncoder {
  public:
    BlockEncoder(const Collector& collector, const AddressTellers& tellers)
        : collector_(collector), tellers_(tellers) {}

    EncodedBlock encode(std::size_t first, std::size_t last) const {
        EncodedBlock block;
        auto previous = first;
        for (auto thing = first; thing < last; ++thing) {
            const auto id = static_cast<NameId>(thing);
            const auto addresses = addresses_of(id);
            const bool is_active = collector_.is_active(id);
            if (!is_active && addresses.empty()) continue;
            fleet::append_varint(block.bytes, thing - previous);
            append_row(id, is_active, addresses, block.bytes);
            previous = thing;
            ++block.rows;
        }
        return block;
    }

  private:
    std::span<const NameId> addresses_of(NameId thing) const {
        if (!collector_.has_addresses() || thing >= tellers_.tells.size() ||
            tellers_.tells[thing] == 0)
            return {};
        if (!collector_.is_active(thing) && tellers_.tells_always[thing] == 0) return {};
        return collector_.addresses_of(thing);
    }

    void append_row(NameId thing, bool is_active, std::span<const NameId> addresses,
                    std::string& out) const {
        out += static_cast<char>((is_active ? active_flag : 0) |
                                 (addresses.empty() ? 0 : addresses_flag));
        if (is_active) append_cells(thing, out);
        if (!addresses.empty()) append_addresses(addresses, out);
    }

    /// A bit for each column says whether it holds anything.
    void append_cells(NameId thing, std::string& out) const {
        const auto columns = collector_.columns();
        const auto mask_at = out.size();
        out.append((columns.size() + 7) / 8, '\0');
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto cell = columns[i].open_cell(thing);
            if (columns[i].is_empty(cell)) continue;
            out[mask_at + i / 8] = static_cast<char>(out[mask_at + i / 8] | 1 << i % 8);
            fleet::append_varint(out, cell.low);
            if (!columns[i].is_sum()) fleet::append_varint(out, cell.high - cell.low);
        }
        for (const auto& scoped : collector_.scoped_addresses())
            append_addresses(scoped.of(thing), out);
    }

    static void append_addresses(std::span<const NameId> addresses, std::string& out) {
        fleet::append_varint(out, addresses.size());
        for (const auto address : addresses) fleet::append_varint(out, address);
    }

    const Collector& collector_;
    const AddressTellers& tellers_;
};

}  // namespace

DatapointPartWriter::DatapointPartWriter(fleet::PartWriter& file, AddressTellers tellers,
                                         fleet::Workers workers)
    : file_(file), tellers_(std::move(tellers)), workers_(workers) {
    for (NameId thing = 0; thing < tellers_.tells_always.size(); ++thing) {
        if (tellers_.tells[thing] != 0 && tellers_.tells_always[thing] != 0)
            always_.push_back(thing);
    }
}

void DatapointPartWriter::write(const Collector& collector) {
    const auto things = collector.things();
    std::vector<EncodedBlock> blocks((things + block_things - 1) / block_things);
    const BlockEncoder encoder(collector, tellers_);
    const auto shares = static_cast<unsigned>(
        std::clamp<std::size_t>(blocks.size(), 1, std::max(1U, workers_.count)));
    fleet::for_each_share(
        blocks.size(), shares, [&](unsigned, std::size_t first, std::size_t last) {
            for (auto block = first; block < last; ++block)
                blocks[block] = encoder.encode(block * block_things,
                                               std::min(things, (block + 1) * block_things));
        });
    std::string frame;
    fleet::append_varint(frame, collector.columns().size());
    for (const auto& column : collector.columns()) {
        const auto key = collector.scope_key(column);
        fleet::append_varint(frame, number_of(column));
        fleet::append_varint(frame, key.size());
        frame += key;
    }
    fleet::append_varint(frame, collector.scoped_addresses().size());
    for (const auto& addresses : collector.scoped_addresses()) {
        const auto key = collector.scope_key(addresses);
        fleet::append_varint(frame, key.size());
        frame += key;
    }
    bool is_empty = !append_reports(collector.reported(), collector.slot(), frame);
    append_absences(collector, frame);
    is_empty &= collector.absences().changed().empty();
    for (std::size_t number = 0; number < blocks.size(); ++number) {
        const auto& [rows, bytes] = blocks[number];
        if (rows == 0) continue;
        is_empty = false;
        for (const auto figure : {std::uint64_t{number}, rows, std::uint64_t{bytes.size()}})
            fleet::append_varint(frame, figure);
        frame += bytes;
    }
    if (!is_empty) file_.write(begin_of(collector.slot()), frame);
}

DatapointPartReader::DatapointPartReader(std::vector<fleet::PartReader> parts,
                                         std::size_t addresses, fleet::Workers workers)
    : parts_(std::move(parts)), addresses_(addresses), workers_(workers) {
    for (auto& part : parts_) has_frame_.push_back(part.next() ? 1 : 0);
}

DatapointPartReader::Layout DatapointPartReader::read_head(ByteReader& reader,
                                                           const Collector& collector) const {
    Layout layout;
    const auto columns = collector.columns();
    layout.columns.resize(reader.number(columns.size()));
    for (auto& column : layout.columns) {
        const auto number = reader.number(all_metrics().size() * 2 - 1);
        const auto key = reader.text(reader.number(reader.left()));
        const auto found = std::ranges::find_if(columns, [&](const Column& one) {
            return number_of(one) == number && collector.scope_key(one) == key;
        });
        if (found == columns.end())
            throw fleet::Error(fmt::format("holds {}, which no profile asks for",
                                           all_metrics()[number / 2]->name));
        column = static_cast<std::size_t>(found - columns.begin());
    }
    const auto scoped = collector.scoped_addresses();
    layout.scoped.resize(reader.number(scoped.size()));
    for (auto& number : layout.scoped) {
        const auto key = reader.text(reader.number(reader.left()));
        const auto found = std::ranges::find_if(
            scoped, [&](const auto& one) { return collector.scope_key(one) == key; });
        if (found == scoped.end())
            throw fleet::Error("holds addresses of topics that no profile asks for");
        number = static_cast<std::size_t>(found - scoped.begin());
    }
    return layout;
}

void DatapointPartReader::read_blocks(std::size_t part, ByteReader& reader,
                                      std::vector<Block>& blocks) const {
    while (!reader.is_at_end()) {
        Block block{.part = part};
        block.number = reader.number(0xFFFFFFFFU / block_things);
        block.rows = reader.number(block_things);
        block.bytes = reader.text(reader.number(reader.left()));
        blocks.push_back(block);
    }
}

void DatapointPartReader::fill(Collector& collector) {
    const auto begin = begin_of(collector.slot());
    std::vector<Layout> layouts(parts_.size());
    std::vector<Block> blocks;
    collector.expect(std::max(1U, workers_.count));
    for (std::size_t part = 0; part < parts_.size(); ++part) {
        if (has_frame_[part] == 0 || parts_[part].time() > begin) continue;
        fleet::require(parts_[part].time() == begin, "every slot that was written is filled");
        ByteReader reader(parts_[part].frame(), parts_[part].name());
        layouts[part] = read_head(reader, collector);
        read_reports(reader, parts_[part].name(), collector.slot(), collector.things(),
                     collector.reported());
        read_absences(reader, collector);
        read_blocks(part, reader, blocks);
    }
    std::ranges::stable_sort(blocks, {}, &Block::number);
    // Rows of one thing are taken by one thread, whichever shards tell of it.
    std::vector<std::size_t> cuts;
    for (std::size_t i = 0; i < blocks.size(); ++i)
        if (i == 0 || blocks[i].number != blocks[i - 1].number) cuts.push_back(i);
    const auto groups = cuts.size();
    cuts.push_back(blocks.size());
    const auto shares =
        static_cast<unsigned>(std::clamp<std::size_t>(groups, 1, std::max(1U, workers_.count)));
    fleet::for_each_share(groups, shares, [&](unsigned share, std::size_t first, std::size_t last) {
        for (auto group = first; group < last; ++group)
            take_block(collector, share,
                       std::span(blocks).subspan(cuts[group], cuts[group + 1] - cuts[group]),
                       layouts);
    });
    for (std::size_t part = 0; part < parts_.size(); ++part)
        if (has_frame_[part] != 0 && parts_[part].time() == begin)
            has_frame_[part] = parts_[part].next() ? 1 : 0;
}

/// What a thing that was active tells.
void DatapointPartReader::take_cells(Collector& collector, unsigned share, NameId thing,
                                     const Layout& layout, ByteReader& reader) const {
    const auto& columns = layout.columns;
    collector.absorb_activity(thing, share);
    const auto mask = reader.text((columns.size() + 7) / 8);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if ((mask[i / 8] >> i % 8 & 1) == 0) continue;
        Cell cell;
        cell.low = cell.high = reader.number32();
        if (!collector.columns()[columns[i]].is_sum())
            cell.high += static_cast<std::uint32_t>(reader.number(0xFFFFFFFFU - cell.low));
        collector.absorb_cell(columns[i], thing, cell, share);
    }
    for (const auto scoped : layout.scoped) {
        for (auto left = reader.number(std::min(reader.left(), addresses_)); left > 0; --left) {
            const auto address = static_cast<NameId>(reader.number(addresses_ - 1));
            collector.absorb_scoped(scoped, thing, address, share);
        }
    }
}

void DatapointPartReader::take_block(Collector& collector, unsigned share,
                                     std::span<const Block> blocks,
                                     std::span<const Layout> layouts) const {
    std::vector<std::pair<NameId, std::vector<NameId>>> addresses;
    for (const auto& block : blocks) {
        ByteReader reader(block.bytes, parts_[block.part].name());
        std::uint64_t thing = block.number * block_things;
        for (std::uint64_t row = 0; row < block.rows; ++row) {
            thing += reader.number(block_things);
            if (thing >= collector.things() || thing / block_things != block.number)
                throw fleet::Error(fmt::format("{}: is damaged: it tells of a thing that is none",
                                               parts_[block.part].name()));
            const auto id = static_cast<NameId>(thing);
            const auto flags = reader.number(active_flag | addresses_flag);
            if ((flags & active_flag) != 0)
                take_cells(collector, share, id, layouts[block.part], reader);
            if ((flags & addresses_flag) == 0) continue;
            auto& told = addresses.emplace_back(id, std::vector<NameId>{}).second;
            told.resize(reader.number(std::min(reader.left(), addresses_)));
            for (auto& address : told) address = static_cast<NameId>(reader.number(addresses_ - 1));
        }
    }
    for (const auto& [thing, told] : addresses) collector.absorb_addresses(thing, told, share);
}

void DatapointPartReader::finish() const {
    for (std::size_t part = 0; part < parts_.size(); ++part) {
        if (has_frame_[part] == 0) continue;
        throw fleet::Error(fmt::format("{}: goes on beyond the end of the run at {}",
                                       parts_[part].name(),
                                       fleet::format_time(parts_[part].time())));
    }
}

}  // namespace engine
