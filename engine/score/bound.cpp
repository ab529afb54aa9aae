// Reads and words bounds. Ends are compared exactly: a ratio of counts and the decimal a person
// writes for it are the same double.
#include "engine/score/bound.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace score {
namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

std::optional<double> number(std::string_view text) {
    text = trimmed(text);
    double value = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<Bound> exactly(std::optional<double> value) {
    if (!value) return std::nullopt;
    return Bound{.low = *value, .high = *value};
}

std::optional<Bound> one_sided(std::string_view text) {
    const bool is_open = !text.substr(1).starts_with('=');
    const auto value = number(text.substr(is_open ? 1 : 2));
    if (!value) return std::nullopt;
    Bound bound;
    (text.front() == '>' ? bound.low : bound.high) = *value;
    (text.front() == '>' ? bound.is_low_open : bound.is_high_open) = is_open;
    return bound;
}

/// Both ends of "1..3", in the order in which they are written.
std::optional<std::pair<double, double>> ends_of(std::string_view text) {
    const auto dots = text.find("..");
    if (dots == std::string_view::npos) return std::nullopt;
    const auto first = number(text.substr(0, dots)), last = number(text.substr(dots + 2));
    if (!first || !last) return std::nullopt;
    return std::pair(*first, *last);
}

std::optional<Bound> parse(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('>') || text.starts_with('<')) return one_sided(text);
    if (text.find("..") == std::string_view::npos) return exactly(number(text));
    const auto ends = ends_of(text);
    if (!ends || ends->first > ends->second) return std::nullopt;
    return Bound{.low = ends->first, .high = ends->second};
}

std::string words(const Bound& bound, std::string_view exact, std::string_view less) {
    if (bound.low == bound.high) return fmt::format("{}{}", exact, bound.low);
    const bool has_low = std::isfinite(bound.low);
    if (has_low && std::isfinite(bound.high)) return fmt::format("{} to {}", bound.low, bound.high);
    if (has_low)
        return fmt::format("{} {}", bound.is_low_open ? "more than" : "at least", bound.low);
    return fmt::format("{} {}", bound.is_high_open ? less : "at most", bound.high);
}

}  // namespace

bool Bound::contains(double value) const {
    return (is_low_open ? value > low : value >= low) &&
           (is_high_open ? value < high : value <= high);
}

bool Bound::meets(double least, double most) const {
    const auto from = std::max(low, least), until = std::min(high, most);
    return from < until || (from == until && contains(from));
}

bool Bound::has_count() const {
    auto first = std::max(0.0, std::ceil(low));
    if (!contains(first)) ++first;  // an end that does not count
    return contains(first);
}

std::optional<Bound> read_bound(const fleet::Json& value) {
    if (value.is_number()) return exactly(value.get<double>());
    if (value.is_string()) return parse(value.get_ref<const std::string&>());
    return std::nullopt;
}

std::string turned_round(const fleet::Json& value) {
    if (!value.is_string()) return {};
    const auto ends = ends_of(value.get_ref<const std::string&>());
    if (!ends || ends->first <= ends->second) return {};
    return fmt::format("{}..{}", ends->second, ends->first);
}

std::string count_words(const Bound& bound) {
    if (bound.low == 0 && bound.high == 0) return "no";
    return words(bound, "exactly ", "fewer than");
}

std::string value_words(const Bound& bound) { return words(bound, "", "less than"); }

}  // namespace score
