#include "engine/detect/reports/report_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/detect/cidr.hpp"

namespace engine {
namespace {

constexpr std::size_t digits_max = 15;  // of a number of a custom metric

bool is_port(std::string_view text) {
    std::uint64_t port = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, port);
    return error == std::errc{} && rest == end && port >= 1 && port <= port_max;
}

/// Removes from [first, end) what stands there before already.
template <class Value>
void keep_once(std::vector<Value>& values, std::size_t first) {
    constexpr std::size_t few = 16;
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
    if (values.size() - first <= few) {
        auto kept = begin;
        for (auto value = begin; value != values.end(); ++value)
            if (std::find(begin, kept, *value) == kept) *kept++ = *value;
        values.erase(kept, values.end());
        return;
    }
    std::vector<std::pair<Value, std::size_t>> places;
    for (auto i = first; i < values.size(); ++i) places.emplace_back(values[i], i);
    std::ranges::sort(places);
    std::vector<bool> repeats(values.size() - first);
    for (std::size_t i = 1; i < places.size(); ++i)
        if (places[i].first == places[i - 1].first) repeats[places[i].second - first] = true;
    auto kept = begin;
    for (std::size_t i = 0; i < repeats.size(); ++i)
        if (!repeats[i]) *kept++ = *(begin + static_cast<std::ptrdiff_t>(i));
    values.erase(kept, values.end());
}

template <class Value>
ReportList once(std::vector<Value>& values, std::size_t first) {
    keep_once(values, first);
    return {.first = static_cast<std::uint32_t>(first),
            .end = static_cast<std::uint32_t>(values.size())};
}

}  // namespace

bool is_version(std::string_view text) {
    const auto dot = text.find('.');
    const auto are_digits = [](std::string_view part) {
        return !part.empty() && part.size() <= 9 &&
               std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    };
    return dot != std::string_view::npos && are_digits(text.substr(0, dot)) &&
           are_digits(text.substr(dot + 1));
}

std::string_view host_of(std::string_view peer) {
    const auto colon = peer.rfind(':');
    if (colon == std::string_view::npos) return {};
    const auto port = peer.substr(colon + 1);
    if (!is_port(port)) return {};
    auto host = peer.substr(0, colon);
    const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
    if (is_bracketed) host = host.substr(1, host.size() - 2);
    const auto address = parse_address(host);
    if (!address || (address->family == IpAddress::Family::v4 && is_bracketed)) return {};
    return host;
}

bool is_kept_text(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view(":_-/.").find(c) != std::string_view::npos;
    });
}

bool is_kept_number(double number) {
    const auto shortest = fmt::format("{}", number);  // that reads back as the same
    std::size_t digits = 0, zeros = 0;
    bool has_begun = false;
    for (const char c : shortest) {
        if (c == 'e') break;
        if (c < '0' || c > '9') continue;
        has_begun |= c != '0';
        if (!has_begun) continue;
        zeros = c == '0' ? zeros + 1 : 0;
        ++digits;
    }
    return digits - zeros <= digits_max;
}

ReportList list_of(std::vector<double>& values, std::size_t first) { return once(values, first); }
ReportList list_of(std::vector<std::string_view>& values, std::size_t first) {
    return once(values, first);
}

void settle_total(std::optional<std::uint64_t>& total, const std::optional<std::uint64_t>& length,
                  std::optional<ReportList>& list) {
    if (!total) total = length;
    if (total == 0 && !list) list = ReportList{};
}

}  // namespace engine
