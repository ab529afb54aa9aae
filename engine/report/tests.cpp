#include "engine/report/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/report/text_sections.hpp"

namespace report {
namespace {

constexpr std::size_t label_width = 16;

/// A description ends its line, and a # begins a directive.
std::string described(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '#') out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out;
}

std::string point(std::size_t number, std::string_view what, const std::string& why,
                  const std::string& difference = {}) {
    auto line = fmt::format("{} {} - {}\n", why.empty() ? "ok" : "not ok", number, described(what));
    if (why.empty()) return line;
    // YAML takes a JSON text as it is.
    line += fmt::format("  ---\n  message: {}\n", fleet::to_line(fleet::Json(why)));
    if (!difference.empty())
        line += fmt::format("  difference: {}\n", fleet::to_line(fleet::Json(difference)));
    return line + "  ...\n";
}

/// What somebody wrote may hold anything, and a line of ours begins where we say.
std::string one_line(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return text;
}

/// The lines of a text behind a word.
std::string labelled(std::string_view label, const std::string& text) {
    auto lines = wrapped(one_line(text), label_width);
    return lines.replace(0, label.size(), label);
}

}  // namespace

std::string render_missed(const score::ExpectationResult& result) {
    return labelled("      not met", result.expectation) + labelled("      because", result.why) +
           indented(score::difference_text(result, text_width_max - label_width), label_width);
}

std::string render_tap(std::span<const Story> stories, std::span<const Unplayed> unplayed) {
    std::string points;
    std::size_t count = 0;
    for (const auto& story : stories) {
        for (const auto& result : story.score.expectations)
            points += point(++count, fmt::format("{}: {}", story.name, result.expectation),
                            result.is_met ? std::string{} : result.why,
                            score::difference_text(result, text_width_max));
    }
    for (const auto& [name, why] : unplayed)
        points += point(++count, fmt::format("{}: can be played", name), why);
    return fmt::format("TAP version 13\n1..{}\n{}", count, points);
}

fleet::Json tests_json(std::span<const Story> stories, std::span<const Unplayed> unplayed) {
    const auto is_passed = [](const Story& story) { return story.score.is_passed; };
    fleet::Json json{{"passed", unplayed.empty() && std::ranges::all_of(stories, is_passed)}};
    auto& all = json["scenarios"] = fleet::Json::array();
    for (const auto& story : stories) {
        fleet::Json one{{"name", story.name}, {"passed", story.score.is_passed}};
        one["expectations"] = score::to_json(story.score).at("expectations");
        all.push_back(std::move(one));
    }
    for (const auto& [name, why] : unplayed) all.push_back({{"name", name}, {"error", why}});
    return json;
}

}  // namespace report
