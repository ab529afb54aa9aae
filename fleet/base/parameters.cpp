#include "fleet/base/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "fleet/base/text_form.hpp"

namespace fleet {
namespace {

constexpr std::uint32_t payload_bytes_max = 131'072;

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
    Number value{};
    const auto* last = text.data() + text.size();
    const auto [end, failed] = std::from_chars(text.data(), last, value);
    if (failed != std::errc{} || end != last) return std::nullopt;
    return value;
}

bool is_count_of(const ParameterCard& card, std::string_view text) {
    const auto value = parse_number<std::uint64_t>(text);
    return value && *value >= card.least && *value <= card.most;
}

std::optional<double> parse_share(std::string_view text) {
    const auto value = parse_number<double>(text);
    return value && *value >= 0 && *value <= 1 ? value : std::nullopt;
}

bool is_word_of(const ParameterCard& card, std::string_view text) {
    return std::find(card.words.begin(), card.words.end(), text) != card.words.end();
}

std::string expected_of(const ParameterCard& card) {
    if (card.type == ParameterType::count)
        return fmt::format("a whole number from {} to {}", card.least, card.most);
    if (card.type == ParameterType::share) return "a number from 0 to 1";
    if (card.type != ParameterType::word) return std::string(form_of(card.type).expected);
    return "one of " + join(std::vector<std::string>(card.words.begin(), card.words.end()), ", ");
}

}  // namespace

const TextForm& form_of(ParameterType type) {
    switch (type) {
        case ParameterType::duration:
            return duration_form;
        case ParameterType::time_of_day:
            return time_of_day_form;
        case ParameterType::pace:
            return pace_form;
        case ParameterType::bytes:
            return byte_range_form;
        case ParameterType::address:
            return address_form;
        case ParameterType::topic:
            return topic_form;
        case ParameterType::series:
            return series_form;
        default:
            return any_text_form;
    }
}

std::optional<ByteRange> parse_byte_range(std::string_view text) {
    const auto dots = text.find("..");
    const auto low = parse_number<std::uint32_t>(text.substr(0, dots));
    const auto high =
        dots == std::string_view::npos ? low : parse_number<std::uint32_t>(text.substr(dots + 2));
    if (!low || !high || *low > *high || *high > payload_bytes_max) return std::nullopt;
    return ByteRange{.min = *low, .max = *high};
}

bool is_value_of(const ParameterCard& card, std::string_view text, std::string* expected) {
    if (expected != nullptr) *expected = expected_of(card);
    switch (card.type) {
        case ParameterType::count:
            return is_count_of(card, text);
        case ParameterType::share:
            return parse_share(text).has_value();
        case ParameterType::word:
            return is_word_of(card, text);
        default:
            return form_of(card.type).accepts(text);
    }
}

void Parameters::set(std::string_view name, std::string_view text) {
    for (auto& [known, value] : values_) {
        if (known != name) continue;
        value = text;
        return;
    }
    values_.emplace_back(name, text);
}

bool Parameters::has(std::string_view name) const {
    return std::any_of(values_.begin(), values_.end(),
                       [&](const auto& value) { return value.first == name; });
}

const std::string& Parameters::text(std::string_view name) const {
    const auto found = std::find_if(values_.begin(), values_.end(),
                                    [&](const auto& value) { return value.first == name; });
    require(found != values_.end(), "a parameter that its card does not declare was read");
    return found->second;
}

Duration Parameters::duration(std::string_view name) const {
    const auto value = parse_duration(text(name));
    require(value.has_value(), "a parameter that is no duration was read as one");
    return value.value_or(Duration{});
}

std::uint64_t Parameters::count(std::string_view name) const {
    const auto value = parse_number<std::uint64_t>(text(name));
    require(value.has_value(), "a parameter that is no count was read as one");
    return value.value_or(0);
}

double Parameters::share(std::string_view name) const {
    const auto value = parse_share(text(name));
    require(value.has_value(), "a parameter that is no share was read as one");
    return value.value_or(0);
}

ByteRange Parameters::bytes(std::string_view name) const {
    const auto value = parse_byte_range(text(name));
    require(value.has_value(), "a parameter that is no byte range was read as one");
    return value.value_or(ByteRange{});
}

}  // namespace fleet
