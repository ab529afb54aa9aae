#include "fleet/base/series.hpp"

#include <algorithm>
#include <charconv>

namespace fleet {
namespace {

std::optional<std::uint64_t> whole(std::string_view text) {
    std::uint64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || error != std::errc{} || rest != end || number > series_value_max)
        return std::nullopt;
    return number;
}

bool append(std::string_view element, Series& series) {
    const auto times = element.find('x');
    const auto head = element.substr(0, times);
    const bool is_repeated = times != std::string_view::npos;
    const auto count =
        is_repeated ? whole(element.substr(times + 1)) : std::optional<std::uint64_t>(0);
    if (!count || *count > series_length_max - series.size()) return false;
    if (head == "_") {
        series.resize(series.size() + (is_repeated ? *count : 1));
        return true;
    }
    const auto sign = head.find_first_of("+-");
    const auto first = whole(head.substr(0, sign));
    const auto step = sign == std::string_view::npos ? std::optional<std::uint64_t>(0)
                                                     : whole(head.substr(sign + 1));
    if (!first || !step || (sign != std::string_view::npos && !is_repeated)) return false;
    const bool falls = sign != std::string_view::npos && head[sign] == '-';
    if (falls ? *step * *count > *first : *first + *step * *count > series_value_max) return false;
    for (std::uint64_t i = 0; i <= *count; ++i)
        series.push_back(falls ? *first - i * *step : *first + i * *step);
    return true;
}

}  // namespace

std::optional<Series> parse_series(std::string_view text) {
    Series series;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0 && !append(text.substr(0, end), series)) return std::nullopt;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (series.empty() || series.size() > series_length_max) return std::nullopt;
    return series;
}

}  // namespace fleet
