// Version 2 of the AWS CLI writes times as texts, with microseconds and the offset of the machine
// that asked.
#include "engine/answered_time.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace engine {
namespace {

/// "+02:00" or "-0730"; nullopt for anything else.
std::optional<fleet::Duration> read_offset(std::string_view text) {
    if (text.size() != 5 && text.size() != 6) return std::nullopt;
    if (text.size() == 6 && text[3] != ':') return std::nullopt;
    const auto number = [](std::string_view digits) {
        int value = -1;
        if (std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    };
    const int hours = number(text.substr(1, 2)), minutes = number(text.substr(text.size() - 2));
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    const fleet::Duration offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return text.front() == '-' ? -offset : offset;
}

/// Without what is finer than a millisecond, which no time of ours has.
std::string without_microseconds(std::string text) {
    const auto point = text.find('.');
    if (point == std::string::npos) return text;
    const auto end = std::min(text.find_first_not_of("0123456789", point + 1), text.size());
    constexpr std::size_t kept = 4;  // the point and three digits
    if (end - point > kept) text.erase(point + kept, end - point - kept);
    return text;
}

}  // namespace

std::optional<fleet::Time> read_answered_time(const fleet::Json& value) {
    if (!value.is_string()) return fleet::read_aws_time(value);
    auto text = value.get<std::string>();
    const auto mark = text.find_last_of("+-");
    const auto clock = text.find('T');
    std::optional<fleet::Duration> offset = fleet::Duration::zero();
    if (mark != std::string::npos && clock != std::string::npos && mark > clock) {
        offset = read_offset(std::string_view(text).substr(mark));
        text.replace(mark, std::string::npos, "Z");
    }
    const auto local = fleet::parse_time(without_microseconds(std::move(text)));
    if (!local || !offset) return std::nullopt;
    return *local - *offset;
}

}  // namespace engine
