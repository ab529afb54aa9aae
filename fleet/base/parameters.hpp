// The quantities of a kind (a traffic, an attack, a defect): declared on its card with type,
// default and meaning, checked by the scenario loader, printed by `fleetdrill list`, written into
// the JSON Schema, and read by the kind's one function.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/base/time.hpp"

namespace fleet {

enum class ParameterType : std::uint8_t {
    duration,     // "15m"; zero or more
    time_of_day,  // a duration from midnight, at most 24h
    pace,         // from one moment to the next: a duration of at least 100 ms
    count,        // a whole number, `least` … `most`
    share,        // a number, 0 … 1
    bytes,        // payload size: 100 or "100..140", at most 131072
    address,      // an IPv4 or IPv6 address
    topic,        // an MQTT topic name; {cohort} and {thing} stand for the device's own
    word,         // one of `words`
    series,       // values slot by slot: "1+0x10 0x5 _x3"
};

struct ParameterCard {
    std::string_view name;
    ParameterType type{};
    std::string_view default_text;  // empty: required
    std::string_view meaning;       // with the unit
    std::span<const std::string_view> words = {};
    std::uint64_t least = 0;
    std::uint64_t most = 1'000'000'000;
};

/// What every kind tells of itself. `speaks` says which metrics or checks should speak, in words.
struct KindCard {
    std::string_view name;
    std::string_view story;      // one sentence
    std::string_view attack_id;  // ATT&CK, empty where none is certain
    std::string_view speaks;
    std::span<const ParameterCard> parameters;
};

/// A payload size range in bytes, both ends included.
struct ByteRange {
    std::uint32_t min = 0;
    std::uint32_t max = 0;
    bool operator==(const ByteRange&) const = default;
};
std::optional<ByteRange> parse_byte_range(std::string_view text);

struct TextForm;  // fleet/base/text_form.hpp
/// Of the types that are texts of a form; any text for the others.
const TextForm& form_of(ParameterType type);

/// Is `text` a value of this parameter? If not, `expected` says what one looks like.
bool is_value_of(const ParameterCard& card, std::string_view text, std::string* expected = nullptr);

/// Values by name, defaults filled in, every one checked by is_value_of before: the getters abort
/// on a name or type that the card does not declare, because only our own code can be wrong then.
class Parameters {
  public:
    void set(std::string_view name, std::string_view text);
    bool has(std::string_view name) const;
    const std::string& text(std::string_view name) const;
    Duration duration(std::string_view name) const;
    std::uint64_t count(std::string_view name) const;
    double share(std::string_view name) const;
    ByteRange bytes(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return values_; }

  private:
    std::vector<std::pair<std::string, std::string>> values_;
};

}  // namespace fleet
