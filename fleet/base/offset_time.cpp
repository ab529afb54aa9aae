#include "fleet/base/offset_time.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace fleet {
namespace {

constexpr std::size_t date_size = 10, second_size = 19;

bool are_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view two_digits) {
    return (two_digits[0] - '0') * 10 + (two_digits[1] - '0');
}

/// "+02:00" or "-0700"; nothing and "Z" are UTC.
std::optional<Duration> offset_in(std::string_view text) {
    if (text.empty() || text == "Z") return Duration{0};
    const auto hours = text.substr(1, 2);
    auto minutes = text.substr(std::min<std::size_t>(3, text.size()));
    if (minutes.starts_with(':')) minutes.remove_prefix(1);
    if ((text[0] != '+' && text[0] != '-') || !are_digits(hours) || hours.size() != 2 ||
        !are_digits(minutes) || minutes.size() != 2)
        return std::nullopt;
    const Duration size = std::chrono::hours{number(hours)} + std::chrono::minutes{number(minutes)};
    return text[0] == '-' ? -size : size;
}

}  // namespace

std::optional<Time> parse_offset_time(std::string_view text) {
    if (text.size() == date_size) return parse_time(std::string(text) + "T00:00:00Z");
    if (text.size() < second_size) return std::nullopt;
    std::string instant(text.substr(0, second_size));
    text.remove_prefix(second_size);
    if (text.starts_with('.')) {
        const auto end = std::min(text.find_first_not_of("0123456789", 1), text.size());
        constexpr std::size_t longest = 10, kept = 4;  // with the point
        if (end < 2 || end > longest) return std::nullopt;
        instant += text.substr(0, std::min(end, kept));
        text.remove_prefix(end);
    }
    const auto time = parse_time(instant + 'Z');
    const auto offset = offset_in(text);
    if (!time || !offset) return std::nullopt;
    return *time - *offset;
}

std::optional<Time> read_exported_time(const Json& value) {
    if (value.is_string()) return parse_offset_time(value.get_ref<const std::string&>());
    return read_aws_time(value);
}

}  // namespace fleet
