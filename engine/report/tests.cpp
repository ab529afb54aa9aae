#include "engine/report/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace report {
namespace {

/// A description ends its line, and a # begins a directive.
std::string described(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '#') out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out;
}

std::string point(std::size_t number, std::string_view what, const std::string& why) {
    auto line = fmt::format("{} {} - {}\n", why.empty() ? "ok" : "not ok", number, described(what));
    if (why.empty()) return line;
    // YAML takes a JSON text as it is.
    return line + fmt::format("  ---\n  message: {}\n  ...\n", fleet::to_line(fleet::Json(why)));
}

}  // namespace

std::string render_tap(std::span<const Story> stories, std::span<const Unplayed> unplayed) {
    std::string points;
    std::size_t count = 0;
    for (const auto& story : stories) {
        for (const auto& result : story.score.expectations)
            points += point(++count, fmt::format("{}: {}", story.name, result.expectation),
                            result.is_met ? std::string{} : result.why);
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
