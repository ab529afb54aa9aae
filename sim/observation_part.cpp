#include "sim/observation_part.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/bytes.hpp"
#include "fleet/base/error.hpp"

namespace sim {
namespace {

using fleet::NameId;
using fleet::Observation;

void append_name(std::string& out, NameId name) {
    fleet::append_varint(out, name == fleet::no_name ? 0 : std::uint64_t{name} + 1);
}

NameId read_name(fleet::ByteReader& reader, const fleet::Interner& names) {
    const auto number = reader.number(names.size());
    return number == 0 ? fleet::no_name : static_cast<NameId>(number - 1);
}

Observation read_observation(fleet::ByteReader& reader, fleet::Time begin,
                             fleet::Dictionary& names) {
    Observation seen;
    const auto last = static_cast<std::uint64_t>(fleet::slot_length.count());
    seen.time = begin + fleet::Duration{static_cast<std::int64_t>(reader.number(last))};
    seen.kind = static_cast<fleet::ObservationKind>(
        reader.number(static_cast<std::uint64_t>(fleet::ObservationKind::report)));
    seen.reason = static_cast<fleet::Reason>(
        reader.number(static_cast<std::uint64_t>(fleet::Reason::subscribe)));
    seen.connection = reader.number32();
    seen.client_id = read_name(reader, names.clients);
    seen.certificate_id = read_name(reader, names.certificates);
    seen.source_address = read_name(reader, names.addresses);
    seen.topic = read_name(reader, names.topics);
    seen.count = reader.number32();
    seen.bytes_min = reader.number32();
    seen.bytes_max = reader.number32();
    seen.bytes_sum = reader.varint();
    if (reader.number(1) != 0)
        seen.payload = names.payloads.keep(reader.text(reader.number(reader.left())));
    return seen;
}

}  // namespace

ObservationPartWriter::ObservationPartWriter(fleet::PartWriter& file,
                                             const fleet::Dictionary& dictionary,
                                             IsWanted is_wanted)
    : file_(file), dictionary_(dictionary), is_wanted_(std::move(is_wanted)) {}

void ObservationPartWriter::take(unsigned share, std::span<const Observation> part) {
    std::ranges::copy_if(part, std::back_inserter(wanted_[share].observations),
                         [this](const Observation& seen) { return is_wanted_(seen); });
}

void ObservationPartWriter::end() {
    frame_.clear();
    for (const auto& [observations] : wanted_) {
        for (const auto& seen : observations) append(seen);
    }
    if (!frame_.empty()) file_.write(begin_, frame_);
    wanted_.clear();
}

void ObservationPartWriter::append(const Observation& seen) {
    const auto number = [this](std::uint64_t value) { fleet::append_varint(frame_, value); };
    number(static_cast<std::uint64_t>((seen.time - begin_).count()));
    number(static_cast<std::uint64_t>(seen.kind));
    number(static_cast<std::uint64_t>(seen.reason));
    number(seen.connection);
    for (const auto name : {seen.client_id, seen.certificate_id, seen.source_address, seen.topic})
        append_name(frame_, name);
    number(seen.count);
    number(seen.bytes_min);
    number(seen.bytes_max);
    number(seen.bytes_sum);
    number(seen.payload == fleet::no_name ? 0 : 1);
    if (seen.payload == fleet::no_name) return;
    const auto payload = dictionary_.payloads.text(seen.payload);
    number(payload.size());
    frame_ += payload;
}

ObservationPartReader::ObservationPartReader(fleet::PartReader part, fleet::Dictionary& dictionary)
    : part_(std::move(part)), dictionary_(dictionary), has_frame_(part_.next()) {}

void ObservationPartReader::read(fleet::Time begin, std::vector<Observation>& out) {
    if (!has_frame_ || part_.time() > begin) return;
    if (part_.time() < begin)
        throw fleet::Error(fmt::format("{}: tells of {}, where no slice of the run begins",
                                       part_.name(), fleet::format_time(part_.time())));
    fleet::ByteReader reader(part_.frame(), part_.name());
    while (!reader.is_at_end()) out.push_back(read_observation(reader, begin, dictionary_));
    has_frame_ = part_.next();
}

}  // namespace sim
