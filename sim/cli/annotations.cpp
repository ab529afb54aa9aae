#include "sim/cli/annotations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cli {
namespace {

constexpr std::size_t columns = 100;  // of a difference

/// A workflow command is one line; in its properties commas and colons are its own.
std::string escaped(std::string_view text, bool is_property) {
    std::string out;
    for (const char c : text) {
        if (c == '%')
            out += "%25";
        else if (c == '\r')
            out += "%0D";
        else if (c == '\n')
            out += "%0A";
        else if (is_property && c == ':')
            out += "%3A";
        else if (is_property && c == ',')
            out += "%2C";
        else
            out += c;
    }
    return out;
}

std::string line_of(const std::string& file, int line, const std::string& title,
                    const std::string& message) {
    return fmt::format("::error file={},line={},title={}::{}\n", escaped(file, true), line,
                       escaped(title, true), escaped(message, false));
}

}  // namespace

std::string annotations_of(const TestCase& one) {
    const auto file =
        std::filesystem::is_directory(one.path) ? one.path / "scenario.json" : one.path;
    std::string lines;
    if (!one.is_played() && one.problems.empty())
        return line_of(file.string(), 1, one.name, one.why_not);
    for (const auto& problem : one.problems)
        lines +=
            line_of(problem.file.empty() ? file.string() : problem.file, std::max(1, problem.line),
                    one.name,
                    problem.path.empty() ? problem.message
                                         : fmt::format("{}: {}", problem.path, problem.message));
    if (!one.is_played()) return lines;
    const auto& scenario = one.loaded->scenario;
    for (const auto& result : one.outcome->score.expectations) {
        if (result.is_met) continue;
        const auto where = result.where.empty() ? std::string("expect") : result.where;
        const auto place = scenarios::in_its_file(scenario, scenario.resolved.problem(where, {}));
        lines +=
            line_of(place.file, place.line, fmt::format("{}: {}", one.name, result.expectation),
                    result.why + "\n" + score::difference_text(result, columns));
    }
    return lines;
}

}  // namespace cli
