#include "engine/detect/reported_part.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <span>
#include <vector>

#include "fleet/base/error.hpp"

namespace engine {
namespace {

using fleet::ByteReader;

constexpr std::uint64_t types_max = 4;
constexpr std::uint64_t most = 0xFFFFFFFFFFFFFFFFU;

/// 0: a metric of Device Defender.
std::uint64_t type_number(const ReportedColumn& column) {
    return column.figure != Figure::none ? 0 : static_cast<std::uint64_t>(column.type) + 1;
}

std::int64_t begin_ms(Slot slot) { return fleet::epoch_ms(end_of(slot) - fleet::slot_length); }

void append_double(std::string& out, double number) {
    std::array<char, sizeof number> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    out.append(bytes.data(), bytes.size());
}
double read_double(ByteReader& reader) {
    double number = 0;
    std::memcpy(&number, reader.text(sizeof number).data(), sizeof number);
    return number;
}

void append_value(const Reported& reported, const Reported::Value& value, std::string& out) {
    fleet::append_varint(out, value.column);
    fleet::append_varint(out, value.count);
    append_double(out, value.number);
    const auto numbers = reported.numbers_of(value);
    const auto texts = reported.texts_of(value);
    fleet::append_varint(out, numbers.size() + texts.size());
    for (const auto number : numbers) append_double(out, number);
    for (const auto text : texts) {
        fleet::append_varint(out, text.size());
        out += text;
    }
}

class Reader {
  public:
    Reader(ByteReader& bytes, std::string_view part, const Reported& reported)
        : bytes_(bytes), part_(part), columns_of_(reported.columns()) {
        columns_.resize(bytes_.number(bytes_.left()));
        for (auto& column : columns_) column = read_column();
    }

    /// What stands in one row, ready to be absorbed.
    void read_row() {
        values.clear(), numbers.clear(), texts.clear();
        for (auto left = bytes_.number(bytes_.left()); left > 0; --left) read_value();
    }

    std::vector<Reported::Value> values;
    std::vector<double> numbers;
    std::vector<std::string_view> texts;

  private:
    std::uint32_t read_column() {
        const auto type = bytes_.number(types_max);
        const auto name = bytes_.text(bytes_.number(bytes_.left()));
        for (std::uint32_t i = 0; i < columns_of_.size(); ++i)
            if (columns_of_[i].name == name && type_number(columns_of_[i]) == type) return i;
        throw fleet::Error(
            fmt::format("{}: holds reports of {}, which no profile asks for", part_, name));
    }

    void read_value() {
        if (columns_.empty())
            throw fleet::Error(fmt::format("{}: is damaged: it tells of no metric", part_));
        auto& value = values.emplace_back();
        value.column = columns_[bytes_.number(columns_.size() - 1)];
        value.count = bytes_.number(most);
        value.number = read_double(bytes_);
        const bool has_texts = columns_of_[value.column].holds_texts();
        value.list.first = static_cast<std::uint32_t>(has_texts ? texts.size() : numbers.size());
        for (auto left = bytes_.number(bytes_.left()); left > 0; --left) {
            if (has_texts)
                texts.push_back(bytes_.text(bytes_.number(bytes_.left())));
            else
                numbers.push_back(read_double(bytes_));
        }
        value.list.end = static_cast<std::uint32_t>(has_texts ? texts.size() : numbers.size());
    }

    ByteReader& bytes_;
    std::string_view part_;
    std::span<const ReportedColumn> columns_of_;  // of the merge
    std::vector<std::uint32_t> columns_;          // by column of the part
};

}  // namespace

bool append_reports(const Reported& reported, Slot slot, std::string& out) {
    const auto& counts = reported.counts_of_slot();
    for (const auto count : {counts.accepted, counts.malformed, counts.throttled, counts.repeated})
        fleet::append_varint(out, count);
    if (counts == ReportCounts{}) return false;
    fleet::append_varint(out, reported.columns().size());
    for (const auto& column : reported.columns()) {
        fleet::append_varint(out, type_number(column));
        fleet::append_varint(out, column.name.size());
        out += column.name;
    }
    fleet::append_varint(out, reported.rows().size());
    for (const auto& row : reported.rows()) {
        fleet::append_varint(out, row.thing);
        fleet::append_varint(
            out, static_cast<std::uint64_t>(fleet::epoch_ms(row.time) - begin_ms(slot)));
        const auto values = reported.values_of(row);
        fleet::append_varint(out, values.size());
        for (const auto& value : values) append_value(reported, value, out);
    }
    return true;
}

void read_reports(ByteReader& reader, std::string_view part, Slot slot, std::size_t things,
                  Reported& reported) {
    ReportCounts counts;
    for (auto* count : {&counts.accepted, &counts.malformed, &counts.throttled, &counts.repeated})
        *count = reader.number(most);
    if (counts == ReportCounts{}) return;
    reported.absorb(counts);
    Reader rows(reader, part, reported);
    for (auto left = reader.number(counts.accepted); left > 0; --left) {
        ReportRow row;
        row.thing = static_cast<fleet::NameId>(reader.number(things - 1));
        const auto behind =
            reader.number(static_cast<std::uint64_t>(fleet::slot_length.count()) - 1);
        row.time =
            end_of(slot) - fleet::slot_length + fleet::Duration{static_cast<std::int64_t>(behind)};
        rows.read_row();
        reported.absorb(row, rows.values, rows.numbers, rows.texts);
    }
}

}  // namespace engine
