// Differences as a table: field, expected, found.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/score/score.hpp"

namespace score {
namespace {

using Lines = std::vector<std::string>;

/// Where a line ends: at a blank, behind a dot of a path, or else where it is full.
std::size_t cut_of(std::string_view text, std::size_t width) {
    const auto blank = text.find_last_of(' ', width);
    if (blank != std::string_view::npos && blank > 0) return blank;
    const auto dot = text.find_last_of('.', width - 1);
    return dot == std::string_view::npos ? width : dot + 1;
}

/// At least one line.
Lines wrapped(std::string text, std::size_t width) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    Lines lines;
    std::string_view rest = text;
    while (rest.size() > width) {
        const auto cut = cut_of(rest, width);
        lines.emplace_back(rest.substr(0, cut));
        rest.remove_prefix(cut);
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    }
    if (!rest.empty() || lines.empty()) lines.emplace_back(rest);
    return lines;
}

using Widths = std::array<std::size_t, 3>;
constexpr std::size_t gap = 2, mark_width = 2, field_width_max = 32;

/// As wide as their longest cell where there is room; else the two sides share what there is.
Widths widths_of(const std::vector<ComparedField>& fields, std::size_t width) {
    Widths widest{std::string_view("field").size(), std::string_view("expected").size(),
                  std::string_view("found").size()};
    for (const auto& row : fields) {
        widest[0] = std::max(widest[0], row.field.size());
        widest[1] = std::max(widest[1], row.expected.size());
        widest[2] = std::max(widest[2], row.found.size());
    }
    widest[0] = std::min(widest[0], field_width_max);
    const auto taken = mark_width + widest[0] + 2 * gap;
    const auto room = width > taken + 20 ? width - taken : 20;
    if (widest[1] + widest[2] <= room) return widest;
    const auto half = room / 2;
    if (widest[1] <= half) return {widest[0], widest[1], room - widest[1]};
    if (widest[2] <= half) return {widest[0], room - widest[2], widest[2]};
    return {widest[0], half, room - half};
}

/// The side that was expected takes no more than its broken lines need.
Widths narrowed(Widths widths, const std::vector<ComparedField>& fields) {
    std::size_t longest = std::string_view("expected").size();
    for (const auto& row : fields)
        for (const auto& line : wrapped(row.expected, widths[1]))
            longest = std::max(longest, line.size());
    widths[1] = longest;
    return widths;
}

std::string row_text(bool is_marked, const std::array<std::string, 3>& cells,
                     const Widths& widths) {
    std::array<Lines, 3> lines;
    std::size_t height = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        lines[i] = wrapped(cells[i], widths[i]);
        height = std::max(height, lines[i].size());
    }
    std::string text;
    for (std::size_t n = 0; n < height; ++n) {
        std::string line = is_marked && n == 0 ? "* " : "  ";
        for (std::size_t i = 0; i < cells.size(); ++i)
            line += fmt::format("{:<{}}", n < lines[i].size() ? lines[i][n] : "",
                                widths[i] + (i + 1 < cells.size() ? gap : 0));
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string text_of(const Difference& difference, std::size_t width) {
    std::string text, head = difference.found;
    if (!difference.reason.empty()) head += ": " + difference.reason;
    if (!head.empty())
        for (const auto& line : wrapped(head, width)) text += line + "\n";
    if (difference.fields.empty()) return text;
    const auto widths = narrowed(widths_of(difference.fields, width), difference.fields);
    text += row_text(false, {"", "expected", "found"}, widths);
    for (const auto& row : difference.fields)
        text += row_text(!row.is_alike, {row.field, row.expected, row.found}, widths);
    return text;
}

}  // namespace

std::string difference_text(const ExpectationResult& result, std::size_t width) {
    std::string text;
    for (const auto& difference : result.differences) text += text_of(difference, width);
    return text;
}

std::string diff_text(const Score& score) {
    constexpr std::size_t width = 96;
    std::string text;
    for (const auto& result : score.expectations) {
        if (result.is_met) continue;
        text += fmt::format("not met: {}\n    {}\n", result.expectation, result.why);
        const auto table = difference_text(result, width);
        for (std::size_t begin = 0; begin < table.size();) {
            const auto end = table.find('\n', begin);
            text += "    " + table.substr(begin, end - begin) + "\n";
            begin = end + 1;
        }
    }
    return text;
}

}  // namespace score
